package dev.portolan.federation;

import dev.portolan.registry.OriginId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    Map<OriginId, Long> sums = new HashMap<>();
    for (Destination destination : destinations) {
      if (destination.tier() == tier && shares.containsKey(destination.origin())) {
        sums.merge(destination.origin(), (long) destination.weight(), Long::sum);
      }
    }
    if (sums.size() < 2) {
      // Nobody to share with: weights by readiness are the better ones.
      return destinations;
    }
    List<Destination> scaled =
        destinations.stream()
            .map(each -> each.tier() == tier ? scaled(each, shares, sums) : each)
            .toList();
    int common =
        scaled.stream()
            .filter(each -> each.tier() == tier && sums.containsKey(each.origin()))
            .mapToInt(Destination::weight)
            .reduce(0, TierShares::commonDivisor);
    return scaled.stream()
        .map(
            each ->
                each.tier() == tier && sums.containsKey(each.origin())
                    ? each.weighing(each.weight() / common)
                    : each)
        .toList();
  }

  private static Destination scaled(
      Destination destination, Map<OriginId, Integer> shares, Map<OriginId, Long> sums) {
    Integer share = shares.get(destination.origin());
    Long sum = sums.get(destination.origin());
    if (share == null || sum == null) {
      return destination;
    }
    long weight = Math.round((double) share * UNIT * destination.weight() / sum);
    return destination.weighing((int) Math.max(1, weight));
  }

  private static int commonDivisor(int one, int other) {
    return other == 0 ? one : commonDivisor(other, one % other);
  }
}
