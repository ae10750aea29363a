package dev.portolan.simulation.network;

import dev.portolan.simulation.network.Connection.Direction;
import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The way from one agent's machine to the hub, and how it is just now. */
public final class Route {
  private static final Duration USUAL = Duration.ofMillis(2);

  private final VirtualTime time;
  private final Network network;
  private final List<Connection> connections = new ArrayList<>();
  private final List<Runnable> whenBetter = new ArrayList<>();
  private Set<Direction> blocked = EnumSet.noneOf(Direction.class);
  private Duration longest = USUAL;
  private Duration perKilobyte = Duration.ZERO;
  private long blockedSince;

  Route(VirtualTime time, Network network) {
    this.time = time;
    this.network = network;
  }

  /** A channel of a process to whatever hub there is. */
  public SimulatedChannel channel(SimulatedProcess agent) {
    return new SimulatedChannel(this, agent);
  }

  void told(Consumer<Tap> word) {
    network.told(word);
  }

  Optional<Connection> connect(SimulatedProcess agent) {
    Optional<Connection> connection =
        network.hub().map(hub -> new Connection(this, agent, hub.process(), hub.handlers()));
    connection.ifPresent(connections::add);
    return connection;
  }

  /** All connections are reset. */
  public void reset() {
    List.copyOf(connections).forEach(Connection::reset);
  }

  /** Nothing goes up, or down, or neither, without anybody being told. */
  public void block(boolean up, boolean down) {
    blocked = EnumSet.noneOf(Direction.class);
    if (up) {
      blocked.add(Direction.UP);
    }
    if (down) {
      blocked.add(Direction.DOWN);
    }
    blockedSince = time.nanos();
    connections.forEach(Connection::blocked);
  }

  /** Everything takes up to {@code slowest}, and as long again for each kilobyte. */
  public void slow(Duration slowest, Duration forEachKilobyte) {
    longest = slowest;
    perKilobyte = forEachKilobyte;
  }

  /** As it should be. */
  public void heal() {
    longest = USUAL;
    perKilobyte = Duration.ZERO;
    Set<Direction> before = blocked;
    blocked = EnumSet.noneOf(Direction.class);
    before.forEach(
        direction -> List.copyOf(connections).forEach(each -> each.unblocked(direction)));
    better();
  }

  /** Told when connecting may succeed where it did not. */
  void whenBetter(Runnable told) {
    whenBetter.add(told);
  }

  void better() {
    List<Runnable> waiting = List.copyOf(whenBetter);
    whenBetter.clear();
    waiting.forEach(Runnable::run);
  }

  /** The processes of these connections are no more. */
  void gone(SimulatedProcess process) {
    for (Connection connection : List.copyOf(connections)) {
      if (connection.agent() == process) {
        connection.agentGone();
      } else if (connection.hub() == process) {
        connection.hubGone();
      }
    }
  }

  void forget(Connection connection) {
    connections.remove(connection);
  }

  boolean isBlocked() {
    return !blocked.isEmpty();
  }

  boolean isBlocked(Direction direction) {
    return blocked.contains(direction);
  }

  long blockedSince() {
    return blockedSince;
  }

  Duration latency(int bytes) {
    return time.upTo(longest).plus(perKilobyte.multipliedBy(bytes).dividedBy(1024));
  }

  VirtualTime time() {
    return time;
  }
}
