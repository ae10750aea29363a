package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Row;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.FannedHub;
import dev.portolan.bench.subject.Hub;
import dev.portolan.registry.Revision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A hub whose services change at a steady rate, looked at after each stretch of time. Used by one
 * thread, but for {@link #durable}.
 */
final class Churning {
  static final String CHANGES = "changes / s";
  static final String MEDIAN = "p50 ms";
  static final String LATE = "p99 ms";
  static final String CPU = "server CPU %";
  static final String HEAP = "heap MB";
  static final String DIRECT = "direct MB";
  static final String THREADS = "threads";
  static final String FILES = "open files";

  /** Beyond it the hub has fallen behind, and changes wait for it instead of piling up here. */
  private static final int IN_FLIGHT = 2_000;

  private final FannedHub registry;
  private final int writers;
  private final int perSecond;
  private final Semaphore room = new Semaphore(IN_FLIGHT);
  private volatile Revision durable;
  private final AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();
  private int changes;

  Churning(FannedHub registry, int writers, int perSecond) {
    this.registry = registry;
    this.writers = writers;
    this.perSecond = perSecond;
    this.durable = registry.hub().revision();
  }

  Hub hub() {
    return registry.hub();
  }

  /** What the hub has answered last to have on disk. From any thread. */
  Revision durable() {
    return durable;
  }

  /** Changes services for so many seconds; then waits until all have arrived, and looks. */
  Row stretch(String name, int seconds) {
    registry.latencies().reset();
    double cpu = registry.server().cpuMicros();
    long begin = System.nanoTime();
    int made = seconds * perSecond;
    for (int i = 0; i < made; i++) {
      Wait.until(begin + TimeUnit.SECONDS.toNanos(i) / perSecond);
      change();
    }
    room.acquireUninterruptibly(IN_FLIGHT);
    room.release(IN_FLIGHT);
    Throwable failure = refused.get();
    if (failure != null) {
      throw new IllegalStateException("the hub did not take a change", failure);
    }
    double took = (System.nanoTime() - begin) / 1e9;
    double used = registry.server().cpuMicros() - cpu;
    registry.latencies().awaitQuiet(300);
    double median = registry.latencies().millis(0.5);
    double late = registry.latencies().millis(0.99);
    ServerProcess.Live live = registry.server().live();
    return Row.of(name)
        .with(CHANGES, made / took)
        .with(MEDIAN, median)
        .with(LATE, late)
        .with(CPU, used / took / 1e4)
        .with(HEAP, live.heapBytes() / 1e6)
        .with(DIRECT, live.directBytes() / 1e6)
        .with(THREADS, registry.server().threads())
        .with(FILES, registry.server().openFiles());
  }

  private void change() {
    room.acquireUninterruptibly();
    int writer = changes % writers;
    CompletableFuture<Revision> taken = registry.write(writer, changes / writers);
    changes++;
    // Dropped: whoever waits for room waits for its end.
    var unused =
        taken.whenComplete(
            (revision, failure) -> {
              if (failure == null) {
                durable = revision;
              } else {
                refused.compareAndSet(null, failure);
              }
              room.release();
            });
  }
}
