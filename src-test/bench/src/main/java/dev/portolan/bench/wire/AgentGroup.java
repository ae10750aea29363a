package dev.portolan.bench.wire;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Agents of one server, each on a connection of its own. To be closed by who opened it. */
public final class AgentGroup implements AutoCloseable {
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Crowd synced = new Crowd();
  private final Crowd updated = new Crowd();
  private final Traffic traffic = new Traffic();
  private final Reader reader;
  private volatile boolean closing;
  private volatile Status failure = Status.OK;

  /** Looks at every response, on the connections' threads. */
  public interface Reader {
    void read(Frame frame);
  }

  private AgentGroup(Reader reader) {
    this.reader = reader;
  }

  /**
   * Connects so many agents at once and waits until each has everything.
   *
   * @param seconds how long at most
   */
  public static AgentGroup connect(
      int port, int agents, IntFunction<Subscriptions> subscriptions, Reader reader, int seconds) {
    return connect(i -> Channels.to(port), agents, subscriptions, reader, seconds, 0);
  }

  /**
   * The same, of agents that take their time.
   *
   * @param connections one for each agent
   * @param restMillis how long an agent reads nothing after each response
   */
  public static AgentGroup connect(
      IntFunction<ManagedChannel> connections,
      int agents,
      IntFunction<Subscriptions> subscriptions,
      Reader reader,
      int seconds,
      int restMillis) {
    AgentGroup group = new AgentGroup(reader);
    Crowd.Wave all = group.synced.expect(agents);
    try {
      List<DeltaAgent> opened = new ArrayList<>();
      for (int i = 0; i < agents; i++) {
        ManagedChannel channel = connections.apply(i);
        group.channels.add(channel);
        opened.add(new DeltaAgent(group, channel, subscriptions.apply(i), restMillis));
      }
      opened.forEach(DeltaAgent::start);
      group.syncedNanos = all.last(seconds);
    } catch (IllegalStateException e) {
      group.close();
      throw e;
    }
    return group;
  }

  private long syncedNanos;

  /** When the last agent had everything, in {@link System#nanoTime}. */
  public long syncedNanos() {
    return syncedNanos;
  }

  public int size() {
    return channels.size();
  }

  Crowd synced() {
    return synced;
  }

  /** Agents that have got all of a change. */
  public Crowd updated() {
    return updated;
  }

  public Traffic traffic() {
    return traffic;
  }

  Reader reader() {
    return reader;
  }

  void ended(Status status) {
    if (!closing) {
      failure = status;
      synced.broken("an agent's stream has ended: " + status);
      updated.broken("an agent's stream has ended: " + status);
    }
  }

  /** Throws when a stream has ended by itself: what was measured since says nothing. */
  public void requireAlive() {
    if (!failure.isOk()) {
      throw new IllegalStateException("an agent's stream has ended: " + failure);
    }
  }

  @Override
  public void close() {
    closing = true;
    Channels.close(channels);
  }
}
