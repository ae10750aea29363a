package dev.portolan.bench.suite;

import dev.portolan.bench.subject.Hub;
import dev.portolan.bench.wire.AgentGroup;
import dev.portolan.registry.Revision;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * An agent that comes and goes: each time it has everything it drops its connection, and comes back
 * with what it held. On a thread of its own, until closed.
 */
final class Flapping implements AutoCloseable {
  private static final long AWAY = TimeUnit.SECONDS.toNanos(1);

  private final Hub hub;
  private final int agent;
  private final Supplier<Revision> held;
  private final AtomicInteger returns = new AtomicInteger();
  private final AtomicInteger fromNothing = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "flapping");
  private volatile boolean closing;
  private volatile String failure = "";

  private Flapping(Hub hub, int agent, Supplier<Revision> held) {
    this.hub = hub;
    this.agent = agent;
    this.held = held;
  }

  /**
   * Begins.
   *
   * @param held what it has when it leaves
   */
  static Flapping start(Hub hub, int agent, Supplier<Revision> held) {
    Flapping flapping = new Flapping(hub, agent, held);
    flapping.thread.setDaemon(true);
    flapping.thread.start();
    return flapping;
  }

  private void run() {
    Revision last = held.get();
    while (!closing) {
      Revision had = last;
      try (AgentGroup one = back(had)) {
        last = held.get();
        one.requireAlive();
      } catch (IllegalStateException e) {
        failure = String.valueOf(e.getMessage());
        return;
      }
      returns.incrementAndGet();
      LockSupport.parkNanos(AWAY);
    }
  }

  // The hub's log does not reach back for ever: then an agent comes as one that has nothing.
  private AgentGroup back(Revision had) {
    try {
      return hub.connect(1, i -> hub.holding(agent, had), frame -> {});
    } catch (IllegalStateException compacted) {
      AgentGroup anew = hub.connect(1, i -> hub.asNew(agent), frame -> {});
      fromNothing.incrementAndGet();
      return anew;
    }
  }

  /** How often the hub's log did not reach back to what it held. */
  int fromNothing() {
    return fromNothing.get();
  }

  /**
   * How often it has been back.
   *
   * @throws IllegalStateException if it once could not come back
   */
  int returns() {
    if (!failure.isEmpty()) {
      throw new IllegalStateException("the agent that comes and goes: " + failure);
    }
    return returns.get();
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
