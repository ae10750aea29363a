package dev.portolan.federation;

import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FailoverTier.Distance;
import dev.portolan.registry.HeaderMatch;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.Percent;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.RequestMatch;
import dev.portolan.registry.Resource;
import dev.portolan.registry.RolloutArbitraries;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.TrafficFault;
import dev.portolan.registry.TrafficMatches;
import dev.portolan.registry.TrafficMirror;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.TrafficSticky;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.TrafficTimeout;
import dev.portolan.registry.VirtualMeshKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Policies about the hosts, origins and virtual meshes of {@link TestRegistries}. */
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
            inWaves(failover("one")).list().ofMaxSize(1),
            inWaves(failover("two")).list().ofMaxSize(1))
        .as((one, two) -> Stream.concat(one.stream(), two.stream()).toList());
  }

  private static Arbitrary<Resource> inWaves(Arbitrary<Policy> policies) {
    return RolloutArbitraries.staged(policies, Arbitraries.of(TestRegistries.ORIGINS))
        .map(policy -> policy);
  }

  private static Arbitrary<Policy> failover(String name) {
    return Combinators.combine(
            Arbitraries.of("all", "most", "rest").map(VirtualMeshKey::new),
            Arbitraries.of(SELECTORS).set().ofMinSize(1).ofMaxSize(2),
            tier().list().ofMaxSize(4),
            Arbitraries.of(FailoverPolicy.Rest.values()),
            TestRegistries.partitionRule().optional(0.5))
        .filter((mesh, hosts, tiers, rest, partition) -> !tiers.isEmpty() || partition.isPresent())
        .as(
            (mesh, hosts, tiers, rest, partition) ->
                new FailoverPolicy(
                    PolicyKey.failover(name),
                    mesh,
                    new TreeSet<>(hosts),
                    tiers,
                    tiers.isEmpty() ? FailoverPolicy.Rest.LAST : rest,
                    OutlierRule.DEFAULT,
                    partition));
  }

  /** None, one or two traffic policies, with distinct names. */
  static Arbitrary<List<Resource>> traffics() {
    return Combinators.combine(
            inWaves(traffic("one")).list().ofMaxSize(1),
            inWaves(traffic("two")).list().ofMaxSize(1))
        .as((one, two) -> Stream.concat(one.stream(), two.stream()).toList());
  }

  private static Arbitrary<Policy> traffic(String name) {
    return Combinators.combine(
            Arbitraries.of("all", "most", "rest").map(VirtualMeshKey::new),
            Arbitraries.of(SELECTORS).set().ofMinSize(1).ofMaxSize(2),
            parts().list().ofMinSize(1).ofMaxSize(4).uniqueElements(TrafficPart::kind))
        .filter((mesh, hosts, parts) -> TrafficPolicy.problem(hosts, parts).isEmpty())
        .as((mesh, hosts, parts) -> new TrafficPolicy(PolicyKey.traffic(name), mesh, hosts, parts));
  }

  private static Arbitrary<TrafficPart> parts() {
    return Arbitraries.oneOf(
        targets()
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .uniqueElements()
            .map(
                targets ->
                    new TrafficSplit(
                        targets.stream()
                            .map(
                                target ->
                                    new TrafficSplit.Branch(target, 1 + targets.indexOf(target)))
                            .toList())),
        targets().map(target -> new TrafficMirror(target, new Percent(250))),
        Combinators.combine(targets(), targets()).as(TestPolicies::matches),
        Arbitraries.of(
            new TrafficTimeout(Duration.ofMillis(1500)),
            new TrafficRetries(2, Optional.empty(), Sorted.set(List.of("reset")), true),
            new TrafficFault(
                Optional.empty(), Optional.of(new TrafficFault.Abort(503, Percent.HUNDRED))),
            new TrafficSticky(TrafficSticky.By.SOURCE, "", Optional.empty()),
            new TrafficSticky(TrafficSticky.By.COOKIE, "c", Optional.empty()),
            new TrafficPart.Unknown()));
  }

  private static TrafficPart matches(TrafficTarget first, TrafficTarget second) {
    return new TrafficMatches(
        List.of(
            new TrafficMatches.Case(match("GET"), only(first)),
            new TrafficMatches.Case(match("PUT"), only(second))));
  }

  private static TrafficSplit only(TrafficTarget target) {
    return new TrafficSplit(List.of(new TrafficSplit.Branch(target, 1)));
  }

  private static RequestMatch match(String method) {
    return new RequestMatch(
        Sorted.map(Map.of("x-canary", HeaderMatch.ANY)),
        Sorted.set(List.of(method)),
        Sorted.set(List.of("/next/*")));
  }

  private static Arbitrary<TrafficTarget> targets() {
    return Arbitraries.oneOf(
        Arbitraries.of(TestRegistries.ORIGINS).map(TrafficTarget.InCluster::new),
        Arbitraries.of(TestRegistries.HOSTS).map(TrafficTarget.OtherHost::new));
  }

  /** None, one or two access policies, with distinct names. */
  static Arbitrary<List<Resource>> accesses() {
    return Combinators.combine(
            inWaves(access("one")).list().ofMaxSize(1), inWaves(access("two")).list().ofMaxSize(1))
        .as((one, two) -> Stream.concat(one.stream(), two.stream()).toList());
  }

  private static Arbitrary<Policy> access(String name) {
    return Combinators.combine(
            Arbitraries.of("all", "most", "rest").map(VirtualMeshKey::new),
            Arbitraries.of(SELECTORS).set().ofMinSize(1).ofMaxSize(2),
            grant().list().ofMaxSize(3))
        .as((mesh, hosts, allow) -> new AccessPolicy(PolicyKey.access(name), mesh, hosts, allow));
  }

  private static Arbitrary<AccessGrant> grant() {
    Arbitrary<AccessCaller> callers =
        Combinators.combine(
                Arbitraries.of(TestRegistries.ORIGINS).optional(0.8),
                Arbitraries.of("shop", "web").optional(0.6),
                Arbitraries.of("front").optional(0.4))
            .as(
                (cluster, namespace, account) ->
                    new AccessCaller(
                        cluster, namespace, account.filter(name -> namespace.isPresent())));
    return Combinators.combine(
            callers.set().ofMinSize(1).ofMaxSize(3),
            Arbitraries.of(80, 90, 443).set().ofMaxSize(1),
            Arbitraries.of("GET").set().ofMaxSize(1),
            Arbitraries.of("/a/*").set().ofMaxSize(1))
        .as(AccessGrant::of);
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
