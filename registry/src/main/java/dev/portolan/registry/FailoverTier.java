package dev.portolan.registry;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Destinations that are used alike: one step of a {@link FailoverPolicy}. */
public sealed interface FailoverTier {
  int MAX_NAMES = 500;
  int MAX_WEIGHT = 100;

  /** Whether it is divided by weights. */
  default boolean weighted() {
    return false;
  }

  /**
   * Those of some clusters.
   *
   * @param weights by cluster, 1 to {@value FailoverTier#MAX_WEIGHT}: its share of the tier's
   *     traffic; or 0 for all of them: each as much as it has endpoints
   */
  record Clusters(SortedMap<OriginId, Integer> weights) implements FailoverTier {
    public Clusters {
      requireCount(weights.size());
      weights = Sorted.map(weights);
      boolean none = weights.values().stream().allMatch(weight -> weight == 0);
      boolean all =
          weights.values().stream().allMatch(weight -> weight >= 1 && weight <= MAX_WEIGHT);
      if (!none && !all) {
        throw new IllegalArgumentException(
            "weights are %s; 1 to %d each, or none at all are allowed"
                .formatted(weights, MAX_WEIGHT));
      }
    }

    /** Without weights. */
    public static Clusters of(SortedSet<OriginId> clusters) {
      SortedMap<OriginId, Integer> weights = new TreeMap<>();
      clusters.forEach(cluster -> weights.put(cluster, 0));
      return new Clusters(weights);
    }

    @Override
    public boolean weighted() {
      return weights.values().stream().anyMatch(weight -> weight > 0);
    }

    /** As {@code east-1, east-2} or {@code east-1: 80, east-2: 20}. */
    @Override
    public String toString() {
      return weights.entrySet().stream()
          .map(Clusters::text)
          .collect(Collectors.joining(", ", "clusters ", ""));
    }

    private static String text(Map.Entry<OriginId, Integer> each) {
      return each.getValue() == 0 ? each.getKey().value() : each.getKey() + ": " + each.getValue();
    }
  }

  /** Those in some regions, of whatever cluster. */
  record Regions(SortedSet<String> regions) implements FailoverTier {
    public Regions {
      requireCount(regions.size());
      regions = Sorted.set(regions);
    }

    @Override
    public String toString() {
      return "regions " + String.join(", ", regions);
    }
  }

  /** Those within a distance of the clients' cluster. */
  record Near(Distance within) implements FailoverTier {
    @Override
    public String toString() {
      return switch (within) {
        case CLUSTER -> "the own cluster";
        case REGION -> "the own region";
        case ANY -> "all";
      };
    }
  }

  /** Something that a later version knows. */
  record Unknown() implements FailoverTier {}

  /** How far a destination is. */
  enum Distance {
    /** In the clients' own cluster. */
    CLUSTER,
    /** In the region of the clients' cluster. */
    REGION,
    /** Anywhere. */
    ANY
  }

  private static void requireCount(int names) {
    if (names < 1 || names > MAX_NAMES) {
      throw new IllegalArgumentException(
          "a tier has %d names; 1 to %d".formatted(names, MAX_NAMES));
    }
  }
}
