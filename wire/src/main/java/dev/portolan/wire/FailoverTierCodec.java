package dev.portolan.wire;

import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FailoverTier.Clusters;
import dev.portolan.registry.FailoverTier.Distance;
import dev.portolan.registry.FailoverTier.Near;
import dev.portolan.registry.FailoverTier.Regions;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.v1.FailoverCluster;
import dev.portolan.v1.FailoverClusters;
import dev.portolan.v1.FailoverDistance;
import dev.portolan.v1.FailoverRegions;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tiers of failover policies. */
final class FailoverTierCodec {
  private FailoverTierCodec() {}

  static dev.portolan.v1.FailoverTier encode(FailoverTier tier) {
    dev.portolan.v1.FailoverTier.Builder message = dev.portolan.v1.FailoverTier.newBuilder();
    if (tier instanceof Clusters named) {
      FailoverClusters.Builder clusters = message.getClustersBuilder();
      named
          .weights()
          .forEach(
              (cluster, weight) ->
                  clusters.addClustersBuilder().setName(cluster.value()).setWeight(weight));
    } else if (tier instanceof Regions named) {
      message.setRegions(FailoverRegions.newBuilder().addAllRegions(named.regions()));
    } else if (tier instanceof Near near) {
      message.setNear(
          switch (near.within()) {
            case CLUSTER -> FailoverDistance.FAILOVER_DISTANCE_CLUSTER;
            case REGION -> FailoverDistance.FAILOVER_DISTANCE_REGION;
            case ANY -> FailoverDistance.FAILOVER_DISTANCE_ANY;
          });
    }
    return message.build();
  }

  static Optional<FailoverTier> decode(dev.portolan.v1.FailoverTier message, Violations at) {
    return switch (message.getTierCase()) {
      case CLUSTERS -> clusters(message.getClusters().getClustersList(), at.at("clusters"));
      case REGIONS -> regions(message.getRegions().getRegionsList(), at.at("regions"));
      case NEAR -> near(message.getNear(), at);
      case TIER_NOT_SET -> Optional.of(new FailoverTier.Unknown());
    };
  }

  private static Optional<FailoverTier> clusters(List<FailoverCluster> messages, Violations at) {
    int before = at.count();
    if (messages.isEmpty()) {
      at.add("clusters", "is empty; at least one cluster is required");
    }
    if (!TextRules.within("clusters", messages.size(), FailoverTier.MAX_NAMES, at)) {
      return Optional.empty();
    }
    SortedMap<OriginId, Integer> weights = new TreeMap<>();
    boolean weighted = messages.stream().anyMatch(message -> message.getWeight() != 0);
    for (int i = 0; i < messages.size(); i++) {
      FailoverCluster message = messages.get(i);
      Violations element = at.at("clusters", i);
      Optional<String> problem = Names.labelProblem(message.getName());
      element.check("name", problem);
      int weight = message.getWeight();
      if (weight < 0 || weight > FailoverTier.MAX_WEIGHT || (weighted && weight == 0)) {
        element.add(
            "weight",
            "is %s; 1 to %d, or 0 for all clusters of the tier are allowed"
                .formatted(Integer.toUnsignedString(weight), FailoverTier.MAX_WEIGHT));
      }
      if (problem.isEmpty() && weights.put(new OriginId(message.getName()), weight) != null) {
        element.add("name", "%s is there already".formatted(message.getName()));
      }
    }
    return at.count() > before ? Optional.empty() : Optional.of(new Clusters(weights));
  }

  private static Optional<FailoverTier> regions(List<String> regions, Violations at) {
    int before = at.count();
    if (regions.isEmpty()) {
      at.add("regions", "is empty; at least one region is required");
    }
    TextRules.checkEach(
        "regions", regions, FailoverTier.MAX_NAMES, FailoverTierCodec::regionProblem, at);
    return at.count() > before ? Optional.empty() : Optional.of(new Regions(Sorted.set(regions)));
  }

  private static Optional<String> regionProblem(String region) {
    return region.isEmpty()
        ? Optional.of("is empty; the name of a region is expected")
        : Names.labelValueProblem(region);
  }

  private static Optional<FailoverTier> near(FailoverDistance distance, Violations at) {
    return switch (distance) {
      case FAILOVER_DISTANCE_CLUSTER -> Optional.of(new Near(Distance.CLUSTER));
      case FAILOVER_DISTANCE_REGION -> Optional.of(new Near(Distance.REGION));
      case FAILOVER_DISTANCE_ANY -> Optional.of(new Near(Distance.ANY));
      case FAILOVER_DISTANCE_UNSPECIFIED -> {
        at.add("near", "has no value");
        yield Optional.empty();
      }
      case UNRECOGNIZED -> Optional.of(new FailoverTier.Unknown());
    };
  }
}
