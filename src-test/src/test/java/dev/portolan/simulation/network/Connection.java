package dev.portolan.simulation.network;

import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One connection of an agent to a hub. It breaks for each side on its own: a side that is not told
 * finds out by its pings.
 */
final class Connection {
  // A ping after 20 s without a sound at the agent and after 30 s at the hub, 10 s to answer it.
  private static final Duration AGENT_PATIENCE = Duration.ofSeconds(30);
  private static final Duration HUB_PATIENCE = Duration.ofSeconds(40);

  private final Route route;
  private final SimulatedProcess agent;
  private final SimulatedProcess hub;
  private final Handlers handlers;
  private final List<Call> calls = new ArrayList<>();
  private final List<Runnable> stuckUp = new ArrayList<>();
  private final List<Runnable> stuckDown = new ArrayList<>();
  private boolean goneForAgent;
  private boolean goneForHub;

  /** The way that something goes. */
  enum Direction {
    UP,
    DOWN
  }

  private List<Runnable> stuck(Direction direction) {
    return direction == Direction.UP ? stuckUp : stuckDown;
  }

  /** One call on it. */
  interface Call {
    void brokenForAgent(String why);

    void brokenForHub();
  }

  Connection(Route route, SimulatedProcess agent, SimulatedProcess hub, Handlers handlers) {
    this.route = route;
    this.agent = agent;
    this.hub = hub;
    this.handlers = handlers;
  }

  SimulatedProcess hub() {
    return hub;
  }

  SimulatedProcess agent() {
    return agent;
  }

  Handlers handlers() {
    return handlers;
  }

  Route route() {
    return route;
  }

  boolean usable() {
    return !goneForAgent && hub.alive();
  }

  void add(Call call) {
    calls.add(call);
  }

  /**
   * Carries something, if the connection stays.
   *
   * @param order what the latency comes to, given what is ahead
   */
  void carry(Direction direction, int bytes, UnaryOperator<Duration> order, Runnable arrival) {
    if (goneFor(direction)) {
      return;
    }
    time().after(order.apply(route.latency(bytes)), () -> arrive(direction, arrival));
  }

  private void arrive(Direction direction, Runnable arrival) {
    if (route.isBlocked(direction)) {
      stuck(direction).add(arrival);
    } else if (!goneAtEndOf(direction)) {
      arrival.run();
    }
  }

  /** What was stuck goes on, in order. */
  void unblocked(Direction direction) {
    List<Runnable> waiting = List.copyOf(stuck(direction));
    stuck(direction).clear();
    waiting.forEach(arrival -> arrive(direction, arrival));
  }

  /** Nothing passes in a direction, for how long nobody knows. */
  void blocked() {
    // Whoever is blocked in one direction gets no answers to its pings either.
    long since = route.blockedSince();
    time()
        .after(
            AGENT_PATIENCE,
            () -> agent.run(() -> giveUp(since, () -> breakForAgent("keepalive failed", true))));
    time().after(HUB_PATIENCE, () -> hub.run(() -> giveUp(since, () -> breakForHub(true))));
  }

  private void giveUp(long since, Runnable how) {
    if (route.isBlocked() && route.blockedSince() == since) {
      how.run();
    }
  }

  /** The connection is reset; both sides hear of it, each in its time. */
  void reset() {
    time().after(route.latency(0), () -> agent.run(() -> breakForAgent("connection reset", false)));
    time().after(route.latency(0), () -> hub.run(() -> breakForHub(false)));
  }

  /** The agent's process is gone: its machine tells the hub, if it can. */
  void agentGone() {
    breakForAgent("the process is gone", true);
  }

  /** The hub's process is gone. */
  void hubGone() {
    breakForHub(true);
  }

  private void breakForAgent(String why, boolean tell) {
    if (!goneForAgent) {
      goneForAgent = true;
      List.copyOf(calls).forEach(call -> call.brokenForAgent(why));
      if (tell) {
        tell(Direction.UP, () -> hub.run(() -> breakForHub(false)));
      }
      forget();
    }
  }

  private void breakForHub(boolean tell) {
    if (!goneForHub) {
      goneForHub = true;
      List.copyOf(calls).forEach(Call::brokenForHub);
      if (tell) {
        tell(Direction.DOWN, () -> agent.run(() -> breakForAgent("connection reset", false)));
      }
      forget();
    }
  }

  private void forget() {
    if (goneForAgent && goneForHub) {
      route.forget(this);
      stuckUp.clear();
      stuckDown.clear();
    }
  }

  private void tell(Direction direction, Runnable arrival) {
    time()
        .after(
            route.latency(0),
            () -> {
              if (route.isBlocked(direction)) {
                stuck(direction).add(arrival);
              } else {
                arrival.run();
              }
            });
  }

  private boolean goneFor(Direction direction) {
    return direction == Direction.UP ? goneForAgent : goneForHub;
  }

  private boolean goneAtEndOf(Direction direction) {
    return direction == Direction.UP ? goneForHub : goneForAgent;
  }

  private VirtualTime time() {
    return agent.time();
  }
}
