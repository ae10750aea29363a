package dev.portolan.world;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FailoverTier.Distance;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRule.Action;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Rule;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What people may write about {@link Worlds}; everything by chance comes from the seed. */
public final class WorldRules {
  private static final List<Integer> GRACES = List.of(0, 5, 20);
  private static final int MAX_TIERS = 3;

  private final Random random;

  public WorldRules(Random random) {
    this.random = random;
  }

  /** As simple as can be, as often as not. */
  public List<Rule> some(List<Origin> origins) {
    VirtualMesh mesh = Worlds.mesh(origins);
    return random.nextBoolean() ? List.of(mesh) : other(mesh);
  }

  /** Other rules about the same clusters. */
  public List<Rule> other(VirtualMesh mesh) {
    List<Rule> rules = new ArrayList<>();
    rules.add(mesh.with(partition()));
    for (String name : List.of("one", "two")) {
      if (random.nextBoolean()) {
        rules.add(failover(name, mesh));
      }
    }
    return rules;
  }

  private PartitionRules partition() {
    boolean excepted = random.nextInt(3) == 0;
    return new PartitionRules(
        rule(), excepted ? Sorted.map(Map.of(any(Worlds.hosts()), rule())) : Sorted.map(Map.of()));
  }

  private PartitionRule rule() {
    Action action = any(List.of(Action.KEEP, Action.DEMOTE, Action.WITHDRAW));
    return action == Action.KEEP
        ? PartitionRule.KEEP
        : new PartitionRule(action, Duration.ofSeconds(any(GRACES)));
  }

  private FailoverPolicy failover(String name, VirtualMesh mesh) {
    List<FailoverTier> tiers = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(MAX_TIERS); i++) {
      tiers.add(tier(mesh.members()));
    }
    return new FailoverPolicy(
        PolicyKey.failover(name),
        mesh.key(),
        new TreeSet<>(List.of(selector(name))),
        tiers,
        random.nextInt(3) == 0 ? FailoverPolicy.Rest.NEVER : FailoverPolicy.Rest.LAST,
        OutlierRule.DEFAULT);
  }

  // Never two that are equally narrow: of those the older counts, and which one that is a hub that
  // has lost its store does not know.
  private HostSelector selector(String policy) {
    if (policy.equals("one")) {
      return HostSelector.of(any(Worlds.hosts()));
    }
    return random.nextBoolean() ? HostSelector.ALL : new HostSelector(Worlds.NAMESPACE, "*");
  }

  private FailoverTier tier(List<OriginId> members) {
    return switch (random.nextInt(4)) {
      case 0 -> new FailoverTier.Near(any(List.of(Distance.values())));
      case 1 -> new FailoverTier.Regions(new TreeSet<>(List.of(any(List.of("r1", "r2")))));
      default -> clusters(members);
    };
  }

  private FailoverTier clusters(List<OriginId> members) {
    boolean weighted = random.nextBoolean();
    SortedMap<OriginId, Integer> weights = new TreeMap<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      weights.put(any(members), weighted ? 1 + random.nextInt(FailoverTier.MAX_WEIGHT) : 0);
    }
    return new FailoverTier.Clusters(weights);
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
