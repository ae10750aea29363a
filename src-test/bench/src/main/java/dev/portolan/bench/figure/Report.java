package dev.portolan.bench.figure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  /**
   * This report with what a later run measured in place of its own, and said so.
   *
   * @throws IllegalArgumentException if the two cannot be compared: sizes or machine differ
   */
  public Report with(Report later) {
    if (later.quick != quick || !later.machine.equals(machine)) {
      throw new IllegalArgumentException(
          "the last run was another kind: %s, quick %s".formatted(machine, quick));
    }
    Map<Integer, Outcome> all = new TreeMap<>();
    outcomes.forEach(outcome -> all.put(number(outcome), outcome));
    later.outcomes.forEach(
        outcome ->
            all.put(
                number(outcome),
                outcome.noting("Measured apart from the others, on %s.".formatted(later.day))));
    return new Report(
        day, quick, machine, loadBefore, loadAfter, minutes, List.copyOf(all.values()));
  }

  private static int number(Outcome outcome) {
    return Integer.parseInt(outcome.id().substring(1));
  }

  /** Benchmarks whose floor varied too much. */
  public List<String> rejected() {
    return outcomes.stream().filter(Outcome::rejected).map(Outcome::id).toList();
  }
}
