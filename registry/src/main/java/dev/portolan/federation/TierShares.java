package dev.portolan.federation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.portolan.registry.OriginId;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Divides a tier's traffic between its clusters: their destinations' weights are scaled so that
 * those of each cluster add up to its share, whatever the number of its endpoints. Pure.
 */
final class TierShares {
  /**
   * What a share of 1 adds up to. It can be divided by every number of endpoints up to 12, so that
   * the weights of usual clusters come out small and even; and a tier's weights, 500 clusters with
   * a share of 100, stay below 2^32, which is Envoy's limit for the sum of a locality.
   */
  private static final long UNIT = 55_440;

  private TierShares() {}

  /**
   * Destinations of which those of one tier are scaled.
   *
   * @param shares by cluster, each at least 1; what has none is left as it is
   */
  static List<Destination> of(
      Map<OriginId, Integer> shares, int tier, List<Destination> destinations) {
    Predicate<Destination> sharing =
        each -> each.tier() == tier && shares.containsKey(each.origin());
    Map<OriginId, Long> sums =
        destinations.stream()
            .filter(sharing)
            .collect(groupingBy(Destination::origin, summingLong(Destination::weight)));
    if (sums.size() < 2) {
      // Nobody to share with: weights by readiness are the better ones.
      return destinations;
    }
    ToIntFunction<Destination> scaled =
        each ->
            scaled(
                each.weight(),
                shares.getOrDefault(each.origin(), 1),
                sums.getOrDefault(each.origin(), 1L));
    int common =
        destinations.stream().filter(sharing).mapToInt(scaled).reduce(0, TierShares::commonDivisor);
    return destinations.stream()
        .map(each -> sharing.test(each) ? each.weighing(scaled.applyAsInt(each) / common) : each)
        .toList();
  }

  private static int scaled(int weight, int share, long sum) {
    return (int) Math.max(1, Math.round((double) share * UNIT * weight / sum));
  }

  private static int commonDivisor(int one, int other) {
    return other == 0 ? one : commonDivisor(other, one % other);
  }
}
