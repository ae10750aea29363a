package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Row;
import dev.portolan.bench.figure.Samples;
import dev.portolan.bench.subject.Fanned;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** A registry written to by many at once, as fast as it takes it, or steadily. */
final class Blast {
  static final String RATE = "notifications / s";
  static final String CHANGES = "changes / s";
  static final String MEDIAN = "p50 ms";
  static final String LATE = "p99 ms";
  static final String CPU_EACH = "server CPU µs / notification";

  private final Fanned registry;
  private final int writers;
  private final int[] turns;
  private final List<Seen> blasts = new ArrayList<>();
  private final List<Seen> steady = new ArrayList<>();

  Blast(Fanned registry, int writers) {
    this.registry = registry;
    this.writers = writers;
    this.turns = new int[writers];
  }

  /** What one turn was. */
  private record Seen(double rate, double changes, double median, double late, double cpuEach) {}

  /** All writers, each with one write in flight, for so many milliseconds. */
  void blast(int millis, boolean measured) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    Seen seen =
        observe(
            written -> {
              CompletableFuture<?>[] all = new CompletableFuture<?>[writers];
              for (int writer = 0; writer < writers; writer++) {
                CompletableFuture<Void> done = new CompletableFuture<>();
                all[writer] = done;
                next(writer, end, written, done);
              }
              return CompletableFuture.allOf(all);
            });
    if (measured) {
      blasts.add(seen);
    }
  }

  private void next(int writer, long end, AtomicLong written, CompletableFuture<Void> done) {
    if (System.nanoTime() > end) {
      done.complete(null);
      return;
    }
    // Dropped: its end is `done`.
    var unused =
        registry
            .write(writer, turns[writer]++)
            .whenComplete(
                (taken, failure) -> {
                  if (failure != null) {
                    done.completeExceptionally(failure);
                  } else {
                    written.incrementAndGet();
                    next(writer, end, written, done);
                  }
                });
  }

  /** So many writes, so many milliseconds apart. */
  void steady(int writes, int pauseMillis, boolean measured) {
    Seen seen =
        observe(
            written -> {
              CompletableFuture<?>[] all = new CompletableFuture<?>[writes];
              for (int i = 0; i < writes; i++) {
                int writer = i % writers;
                all[i] = registry.write(writer, turns[writer]++);
                written.incrementAndGet();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
              }
              return CompletableFuture.allOf(all);
            });
    if (measured) {
      steady.add(seen);
    }
  }

  private Seen observe(Function<AtomicLong, CompletableFuture<Void>> writing) {
    registry.latencies().reset();
    AtomicLong written = new AtomicLong();
    double cpu = registry.server().cpuMicros();
    long begin = System.nanoTime();
    writing.apply(written).join();
    double seconds = (System.nanoTime() - begin) / 1e9;
    long inTime = registry.latencies().count();
    registry.latencies().awaitQuiet(100);
    long all = registry.latencies().count();
    return new Seen(
        inTime / seconds,
        written.get() / seconds,
        registry.latencies().millis(0.5),
        registry.latencies().millis(0.99),
        (registry.server().cpuMicros() - cpu) / all);
  }

  Row blastRow() {
    return row(registry.name() + ", blast", blasts);
  }

  Row steadyRow() {
    return row(registry.name() + ", 100 changes / s", steady);
  }

  private static Row row(String name, List<Seen> all) {
    return Row.of(name)
        .with(CHANGES, median(all, Seen::changes))
        .with(RATE, median(all, Seen::rate))
        .with(MEDIAN, median(all, Seen::median))
        .with(LATE, median(all, Seen::late))
        .with(CPU_EACH, median(all, Seen::cpuEach));
  }

  private static double median(List<Seen> all, Function<Seen, Double> figure) {
    return Samples.of(all.stream().map(figure).toList()).median();
  }
}
