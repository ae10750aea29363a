package dev.portolan.simulation.network;

import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One address at which there is a hub or not, and the ways to it. */
public final class Network {
  private final VirtualTime time;
  private final List<Route> routes = new ArrayList<>();
  private final List<Tap> taps = new ArrayList<>();
  private @Nullable Listener hub;

  public Network(VirtualTime time) {
    this.time = time;
  }

  record Listener(SimulatedProcess process, Handlers handlers) {}

  /** Tells of everything that passes. */
  public void tap(Tap tap) {
    taps.add(tap);
  }

  void told(Consumer<Tap> word) {
    taps.forEach(word);
  }

  /** A way for one more agent. */
  public Route route() {
    Route route = new Route(time, this);
    routes.add(route);
    return route;
  }

  /** A hub can be reached from now on. */
  public void listen(SimulatedProcess process, Handlers handlers) {
    hub = new Listener(process, handlers);
    routes.forEach(Route::better);
  }

  /** A process is no more; who was connected to it hears of it, if the way is open. */
  public void gone(SimulatedProcess process) {
    if (hub != null && hub.process() == process) {
      hub = null;
    }
    routes.forEach(route -> route.gone(process));
  }

  Optional<Listener> hub() {
    return Optional.ofNullable(hub);
  }
}
