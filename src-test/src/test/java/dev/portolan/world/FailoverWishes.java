package dev.portolan.world;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FailoverTier.Distance;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Failover policies that people may write about {@link Worlds}. */
final class FailoverWishes {
  private static final int MAX_TIERS = 3;

  private final Chance chance;

  FailoverWishes(Chance chance) {
    this.chance = chance;
  }

  FailoverPolicy policy(String name, VirtualMesh mesh, HostSelector hosts) {
    List<FailoverTier> tiers = new ArrayList<>();
    for (int i = chance.below(MAX_TIERS); i >= 0; i--) {
      tiers.add(tier(mesh.members()));
    }
    return new FailoverPolicy(
        PolicyKey.failover(name),
        mesh.key(),
        new TreeSet<>(List.of(hosts)),
        tiers,
        chance.oneIn(3) ? FailoverPolicy.Rest.NEVER : FailoverPolicy.Rest.LAST,
        OutlierRule.DEFAULT);
  }

  private FailoverTier tier(List<OriginId> members) {
    return switch (chance.below(4)) {
      case 0 -> new FailoverTier.Near(chance.any(List.of(Distance.values())));
      case 1 -> new FailoverTier.Regions(new TreeSet<>(List.of(chance.any(List.of("r1", "r2")))));
      default -> clusters(members);
    };
  }

  private FailoverTier clusters(List<OriginId> members) {
    boolean weighted = chance.oneIn(2);
    SortedMap<OriginId, Integer> weights = new TreeMap<>();
    for (int i = chance.below(2); i >= 0; i--) {
      weights.put(chance.any(members), weighted ? 1 + chance.below(FailoverTier.MAX_WEIGHT) : 0);
    }
    return new FailoverTier.Clusters(weights);
  }
}
