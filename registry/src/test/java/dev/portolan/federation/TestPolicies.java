package dev.portolan.federation;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FailoverTier.Distance;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Resource;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMeshKey;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Failover policies about the hosts, origins and virtual meshes of {@link TestRegistries}. */
final class TestPolicies {
  private static final List<HostSelector> SELECTORS =
      Stream.concat(
              TestRegistries.HOSTS.stream().map(HostSelector::of),
              Stream.of(new HostSelector("shop", "*"), HostSelector.ALL))
          .toList();

  private TestPolicies() {}

  /** None, one or two, with distinct names. */
  static Arbitrary<List<Resource>> failovers() {
    return Combinators.combine(
            failover("one").list().ofMaxSize(1), failover("two").list().ofMaxSize(1))
        .as((one, two) -> Stream.concat(one.stream(), two.stream()).toList());
  }

  private static Arbitrary<Resource> failover(String name) {
    return Combinators.combine(
            Arbitraries.of("all", "most", "rest").map(VirtualMeshKey::new),
            Arbitraries.of(SELECTORS).set().ofMinSize(1).ofMaxSize(2),
            tier().list().ofMinSize(1).ofMaxSize(4),
            Arbitraries.of(FailoverPolicy.Rest.values()))
        .as(
            (mesh, hosts, tiers, rest) ->
                new FailoverPolicy(
                    PolicyKey.failover(name),
                    mesh,
                    new TreeSet<>(hosts),
                    tiers,
                    rest,
                    OutlierRule.DEFAULT));
  }

  private static Arbitrary<FailoverTier> tier() {
    return Arbitraries.oneOf(
        Arbitraries.of(Distance.values()).map(FailoverTier.Near::new),
        Arbitraries.of("north", "south")
            .set()
            .ofMinSize(1)
            .map(regions -> new FailoverTier.Regions(Sorted.set(regions))),
        Combinators.combine(
                Arbitraries.of(TestRegistries.ORIGINS).set().ofMinSize(1).ofMaxSize(3),
                Arbitraries.of(0, 1, 20, 80))
            .as(TestPolicies::clusters));
  }

  private static FailoverTier clusters(Set<OriginId> origins, int weight) {
    SortedMap<OriginId, Integer> weights = new TreeMap<>();
    origins.forEach(
        origin ->
            weights.put(
                origin, weight == 0 ? 0 : 1 + weight + Math.floorMod(origin.hashCode(), 7)));
    return new FailoverTier.Clusters(weights);
  }
}
