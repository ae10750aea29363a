package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Samples;
import dev.portolan.bench.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One subject's turn in a round: some changes, one after the other, at a steady pace.
 *
 * @param lastMillis per change, from publishing it until the last subscriber had it
 * @param cpuMillis of the server per change, acknowledgements included
 * @param bytes to each subscriber per change
 */
record Slot(List<Double> lastMillis, double cpuMillis, double bytes) {
  private static final long SETTLE = TimeUnit.MILLISECONDS.toNanos(30);

  /** Publishes so many changes, so many milliseconds apart. */
  static Slot take(Subject subject, int changes, int pauseMillis) {
    List<Double> last = new ArrayList<>();
    double cpu = subject.server().cpuMicros();
    long down = subject.traffic().down();
    for (int i = 0; i < changes; i++) {
      long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
      last.add(subject.publish() / 1e6);
      Wait.until(due);
    }
    // What the last change's acknowledgements cost belongs to it.
    Wait.until(System.nanoTime() + SETTLE);
    return new Slot(
        List.copyOf(last),
        (subject.server().cpuMicros() - cpu) / 1000 / changes,
        (double) (subject.traffic().down() - down) / changes / subject.subscribers());
  }

  double medianMillis() {
    return Samples.of(lastMillis).median();
  }
}
