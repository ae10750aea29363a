package dev.portolan.world;

import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRule.Action;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.Policy;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rule;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMesh.AccessDefault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What people may write about {@link Worlds}; everything by chance comes from the seed. */
public final class WorldRules {
  private static final List<Integer> GRACES = List.of(0, 5, 20);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Of one host, and of several: see {@link #selector}. */
  private static final List<String> NAMES = List.of("one", "two");

  private static final List<ResourceKey.Kind> POLICIES =
      List.of(
          ResourceKey.Kind.FAILOVER_POLICY,
          ResourceKey.Kind.TRAFFIC_POLICY,
          ResourceKey.Kind.ACCESS_POLICY);

  private final Chance chance;

  public WorldRules(Random random) {
    this.chance = new Chance(random);
  }

  /** After which something may become of a lost origin, longest first. */
  static Stream<Duration> graces() {
    return GRACES.stream().sorted(Comparator.reverseOrder()).map(Duration::ofSeconds);
  }

  /** As simple as can be, as often as not. */
  public List<Rule> some(List<Origin> origins) {
    VirtualMesh mesh = Worlds.mesh(origins);
    return chance.oneIn(2) ? List.of(mesh) : anew(mesh);
  }

  /** Other rules about the same clusters: one of them is changed, written or removed, or all. */
  public List<Rule> other(List<Rule> now) {
    VirtualMesh mesh = WrittenRules.meshOf(now);
    if (chance.oneIn(4)) {
      return anew(mesh);
    }
    List<Rule> next = new ArrayList<>(now);
    if (chance.oneIn(4)) {
      next.set(next.indexOf(mesh), mesh(mesh));
      return next;
    }
    ResourceKey.Kind kind = chance.any(POLICIES);
    String name = chance.any(NAMES);
    boolean removed =
        next.removeIf(
            rule ->
                rule instanceof Policy policy
                    && policy.key().kind() == kind
                    && policy.key().name().equals(name));
    if (!removed || !chance.oneIn(3)) {
      next.add(policy(kind, name, mesh));
    }
    return next;
  }

  private List<Rule> anew(VirtualMesh mesh) {
    List<Rule> rules = new ArrayList<>();
    rules.add(mesh(mesh));
    for (ResourceKey.Kind kind : POLICIES) {
      for (String name : NAMES) {
        if (chance.oneIn(3)) {
          rules.add(policy(kind, name, mesh));
        }
      }
    }
    return rules;
  }

  private VirtualMesh mesh(VirtualMesh mesh) {
    return mesh.with(partition()).with(chance.oneIn(3) ? AccessDefault.DENY : AccessDefault.ALLOW);
  }

  private PartitionRules partition() {
    boolean excepted = chance.oneIn(3);
    return new PartitionRules(
        rule(),
        excepted ? Sorted.map(Map.of(chance.any(Worlds.hosts()), rule())) : Sorted.map(Map.of()));
  }

  private PartitionRule rule() {
    Action action = chance.any(List.of(Action.KEEP, Action.DEMOTE, Action.WITHDRAW));
    return action == Action.KEEP
        ? PartitionRule.KEEP
        : new PartitionRule(action, Duration.ofSeconds(chance.any(GRACES)));
  }

  private Policy policy(ResourceKey.Kind kind, String name, VirtualMesh mesh) {
    HostSelector hosts = selector(name);
    return switch (kind) {
      case FAILOVER_POLICY ->
          inWaves(new FailoverWishes(chance).policy(name, mesh, hosts), mesh.members());
      case TRAFFIC_POLICY ->
          inWaves(new TrafficWishes(chance).policy(name, mesh, hosts), mesh.members());
      // Who goes back to the rules of before would let callers in that are shut out by now.
      default -> new AccessWishes(chance).policy(name, mesh, hosts);
    };
  }

  private Policy inWaves(Policy policy, Collection<OriginId> members) {
    if (!chance.oneIn(2)) {
      return policy;
    }
    List<OriginId> left = new ArrayList<>(members);
    List<SortedSet<OriginId>> waves = new ArrayList<>();
    do {
      OriginId next = chance.any(left);
      left.remove(next);
      waves.add(new TreeSet<>(Set.of(next)));
    } while (!left.isEmpty() && chance.oneIn(2));
    return policy.with(Rollout.of(waves, Duration.ofSeconds(chance.below(4)), DEADLINE));
  }

  // Never two of a kind that are equally narrow: of those the older counts, and which one that is a
  // hub that has lost its store does not know.
  private HostSelector selector(String policy) {
    if (policy.equals(NAMES.get(0))) {
      return HostSelector.of(chance.any(Worlds.hosts()));
    }
    return chance.oneIn(2) ? HostSelector.ALL : new HostSelector(Worlds.NAMESPACE, "*");
  }
}
