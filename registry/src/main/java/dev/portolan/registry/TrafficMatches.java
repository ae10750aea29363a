package dev.portolan.registry;

import java.util.List;

/**
 * Divides some of a host's requests in other ways than the rest.
 *
 * @param cases 1 to {@value #MAX_CASES}, in the order in which they are asked: the first whose
 *     match a request fits; one that fits none goes as if there were no cases
 */
public record TrafficMatches(List<Case> cases) implements TrafficPart {
  public static final int MAX_CASES = 16;

  public TrafficMatches {
    if (cases.isEmpty() || cases.size() > MAX_CASES) {
      throw new IllegalArgumentException(
          "%d matches; 1 to %d are allowed".formatted(cases.size(), MAX_CASES));
    }
    if (cases.stream().map(Case::match).distinct().count() < cases.size()) {
      throw new IllegalArgumentException(
          "two equal matches, of which one is never asked: " + cases);
    }
    cases = List.copyOf(cases);
  }

  @Override
  public Kind kind() {
    return Kind.MATCHES;
  }

  /** Some requests and where they go. */
  public record Case(RequestMatch match, TrafficSplit split) {}
}
