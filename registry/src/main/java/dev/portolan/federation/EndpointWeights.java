package dev.portolan.federation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.portolan.registry.OriginId;
import java.util.List;
import java.util.Map;

/**
 * Weights that an origin gives its endpoints divide what they get together; how much that is
 * follows from their number, as at every other origin. Pure.
 */
final class EndpointWeights {
  /** What an endpoint comes to on average where some weigh more than others: to a hundredth. */
  private static final int UNIT = 100;

  private EndpointWeights() {}

  /**
   * Destinations with weights that can be compared between origins.
   *
   * @param joinsOwn a Service of the cluster, whose endpoints weigh 1: then all do
   */
  static List<Destination> of(List<Destination> destinations, boolean joinsOwn) {
    // As nearly always.
    if (destinations.stream().allMatch(each -> each.gateway() || each.weight() == 1)) {
      return destinations;
    }
    Map<OriginId, List<Destination>> direct =
        destinations.stream()
            .filter(each -> !each.gateway())
            .collect(groupingBy(Destination::origin));
    boolean even =
        direct.values().stream()
            .allMatch(each -> each.stream().map(Destination::weight).distinct().count() == 1);
    if (even || joinsOwn) {
      return destinations.stream().map(each -> each.gateway() ? each : each.weighing(1)).toList();
    }
    Map<OriginId, Long> sums =
        direct.values().stream()
            .flatMap(List::stream)
            .collect(groupingBy(Destination::origin, summingLong(Destination::weight)));
    List<Destination> scaled =
        destinations.stream()
            .map(
                each ->
                    each.gateway()
                        ? each.weighing(each.weight() * UNIT)
                        : each.weighing(
                            scaled(
                                each.weight(),
                                direct.getOrDefault(each.origin(), List.of()).size(),
                                sums.getOrDefault(each.origin(), 1L))))
            .toList();
    int common = scaled.stream().map(Destination::weight).reduce(0, EndpointWeights::commonDivisor);
    return scaled.stream().map(each -> each.weighing(each.weight() / common)).toList();
  }

  private static int scaled(int weight, int endpoints, long sum) {
    return (int) Math.max(1, Math.round((double) UNIT * endpoints * weight / sum));
  }

  private static int commonDivisor(int one, int other) {
    return other == 0 ? one : commonDivisor(other, one % other);
  }
}
