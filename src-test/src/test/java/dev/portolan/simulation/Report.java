package dev.portolan.simulation;

import java.util.stream.Collectors;

/** Tells a failing history to a person. */
final class Report {
  private Report() {}

  /** What was done, what is wrong because of it, and how to see it again. */
  static String of(History.Outcome outcome) {
    String steps =
        Shrink.numbers(outcome.script()).stream()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return """
        Seed %d does not hold. What happened:
          %s
        What is wrong:
          %s
        To see it again: ./simulate --from %d --seeds 1 --steps %s
        """
        .formatted(
            outcome.script().seed(),
            String.join("\n  ", outcome.story()),
            String.join("\n  ", outcome.violations()),
            outcome.script().seed(),
            steps.isEmpty() ? "none" : steps);
  }
}
