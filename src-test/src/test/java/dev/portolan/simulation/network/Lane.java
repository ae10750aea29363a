package dev.portolan.simulation.network;

import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of one call: what is sent arrives in order, after a while. What the receiver does
 * not ask for waits, and once much waits the sender is told not to send more.
 */
final class Lane {
  /** Bytes under way up to which a sender may send more; as gRPC's own. */
  private static final int READY_BYTES = 32 << 10;

  private final Connection connection;
  private final Connection.Direction direction;
  private final SimulatedProcess receiver;
  private final Runnable ready;
  private final Deque<Frame> arrived = new ArrayDeque<>();
  private long last;
  private int underWay;
  private int requested;
  private boolean over;

  /**
   * Nothing is under way.
   *
   * @param ready told when the sender may send again
   */
  Lane(
      Connection connection,
      Connection.Direction direction,
      SimulatedProcess receiver,
      Runnable ready) {
    this.connection = connection;
    this.direction = direction;
    this.receiver = receiver;
    this.ready = ready;
  }

  /**
   * Something that is sent.
   *
   * @param message it waits until the receiver asks for a message
   */
  private record Frame(boolean message, int bytes, Runnable arrival) {}

  boolean isReady() {
    return underWay < READY_BYTES;
  }

  void message(int bytes, Runnable arrival) {
    send(new Frame(true, bytes, arrival));
  }

  void signal(Runnable arrival) {
    send(new Frame(false, 0, arrival));
  }

  private void send(Frame frame) {
    underWay += frame.bytes();
    connection.carry(direction, frame.bytes(), this::inOrder, () -> arrive(frame));
  }

  // A frame never overtakes the one before it.
  private Duration inOrder(Duration latency) {
    VirtualTime time = receiver.time();
    last = Math.max(last + 1, time.nanos() + latency.toNanos());
    return Duration.ofNanos(last - time.nanos());
  }

  private void arrive(Frame frame) {
    arrived.add(frame);
    drain();
  }

  /** The receiver asks for so many messages. */
  void request(int messages) {
    requested += messages;
    drain();
  }

  private void drain() {
    while (!over && !arrived.isEmpty() && (!arrived.peek().message() || requested > 0)) {
      Frame frame = arrived.remove();
      if (frame.message()) {
        requested--;
      }
      boolean full = !isReady();
      underWay -= frame.bytes();
      receiver.run(() -> deliver(frame));
      if (full && isReady()) {
        ready.run();
      }
    }
  }

  private void deliver(Frame frame) {
    if (!over) {
      frame.arrival().run();
    }
  }

  /** Nothing arrives any more. */
  void close() {
    over = true;
    arrived.clear();
  }
}
