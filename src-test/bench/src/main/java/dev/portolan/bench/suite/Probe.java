package dev.portolan.bench.suite;

import dev.portolan.bench.figure.Row;
import dev.portolan.bench.figure.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One thing that is done again and again, one at a time, in turns with others. */
final class Probe {
  static final String MEDIAN = "p50 ms";
  static final String LATE = "p99 ms";

  private final String name;
  private final Supplier<Double> once;
  private final List<List<Double>> turns = new ArrayList<>();

  /**
   * A probe.
   *
   * @param once does it; how long it took, in milliseconds
   */
  Probe(String name, Supplier<Double> once) {
    this.name = name;
    this.once = once;
  }

  /** Does it some times, so many milliseconds apart; remembered by nobody. */
  List<Double> warm(int times, int pauseMillis) {
    List<Double> taken = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
      taken.add(once.get());
      Wait.until(due);
    }
    return taken;
  }

  /** Takes a turn. */
  void turn(int times, int pauseMillis) {
    turns.add(warm(times, pauseMillis));
  }

  /** The median of each turn. */
  List<Double> medians() {
    return turns.stream().map(turn -> Samples.of(turn).median()).toList();
  }

  double median() {
    return Samples.of(medians()).median();
  }

  Row row() {
    return row(name, median(), turns.stream().flatMap(List::stream).toList());
  }

  static Row row(String name, double median, List<Double> all) {
    return Row.of(name).with(MEDIAN, median).with(LATE, Samples.of(all).percentile(0.99));
  }
}
