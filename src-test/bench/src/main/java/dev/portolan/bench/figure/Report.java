package dev.portolan.bench.figure;

import java.util.List;

/**
 * One run.
 *
 * @param day of the run, ISO
 * @param quick small sizes: good for seeing that it works, not for figures
 * @param loadBefore of the machine, before anything was started
 */
public record Report(
    String day,
    boolean quick,
    Machine machine,
    double loadBefore,
    double loadAfter,
    double minutes,
    List<Outcome> outcomes) {
  public Report {
    outcomes = List.copyOf(outcomes);
  }

  /** Benchmarks whose floor varied too much. */
  public List<String> rejected() {
    return outcomes.stream().filter(Outcome::rejected).map(Outcome::id).toList();
  }
}
