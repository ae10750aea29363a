package dev.portolan.registry;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Policies for properties. */
public final class PolicyArbitraries {
  private PolicyArbitraries() {}

  public static Arbitrary<PolicyKey> keys() {
    return Arbitraries.oneOf(failoverKeys(), trafficKeys(), accessKeys());
  }

  /** Of failover policies. */
  public static Arbitrary<PolicyKey> failoverKeys() {
    return RegistryArbitraries.labels().map(PolicyKey::failover);
  }

  /** Of traffic policies. */
  public static Arbitrary<PolicyKey> trafficKeys() {
    return RegistryArbitraries.labels().map(PolicyKey::traffic);
  }

  /** Of access policies. */
  public static Arbitrary<PolicyKey> accessKeys() {
    return RegistryArbitraries.labels().map(PolicyKey::access);
  }

  /** Failover policies with this key. */
  public static Arbitrary<FailoverPolicy> failover(PolicyKey key) {
    return Combinators.combine(
            RegistryArbitraries.virtualMeshKeys(),
            selectors().list().ofMinSize(1).ofMaxSize(4),
            tiers().list().ofMaxSize(FailoverPolicy.MAX_TIERS),
            Arbitraries.of(FailoverPolicy.Rest.class),
            outlierRules(),
            RegistryArbitraries.partitionRule().optional(0.5))
        .filter(
            (mesh, hosts, tiers, rest, outlier, partition) ->
                !tiers.isEmpty() || partition.isPresent())
        .as(
            (mesh, hosts, tiers, rest, outlier, partition) ->
                new FailoverPolicy(
                    key,
                    mesh,
                    new TreeSet<>(hosts),
                    tiers,
                    tiers.isEmpty() ? FailoverPolicy.Rest.LAST : rest,
                    tiers.isEmpty() ? OutlierRule.DEFAULT : outlier,
                    partition));
  }

  static Arbitrary<HostSelector> selectors() {
    return Arbitraries.oneOf(
        Arbitraries.just(HostSelector.ALL),
        RegistryArbitraries.labels().map(namespace -> new HostSelector(namespace, "*")),
        Combinators.combine(RegistryArbitraries.labels(), RegistryArbitraries.labels())
            .as(HostSelector::new));
  }

  private static Arbitrary<FailoverTier> tiers() {
    return Arbitraries.oneOf(
        Arbitraries.of(FailoverTier.Distance.class).map(FailoverTier.Near::new),
        RegistryArbitraries.labels()
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(regions -> new FailoverTier.Regions(Sorted.set(regions))),
        Combinators.combine(
                RegistryArbitraries.origins().set().ofMinSize(1).ofMaxSize(3),
                Arbitraries.integers().between(0, FailoverTier.MAX_WEIGHT))
            .as(
                (origins, weight) ->
                    new FailoverTier.Clusters(weights(List.copyOf(origins), weight))),
        Arbitraries.just(new FailoverTier.Unknown()));
  }

  private static SortedMap<OriginId, Integer> weights(List<OriginId> origins, int weight) {
    SortedMap<OriginId, Integer> weights = new TreeMap<>();
    origins.forEach(origin -> weights.put(origin, weight));
    return weights;
  }

  private static Arbitrary<OutlierRule> outlierRules() {
    Arbitrary<Duration> times =
        Arbitraries.longs().between(1, OutlierRule.MAX_TIME.toSeconds()).map(Duration::ofSeconds);
    return Combinators.combine(
            Arbitraries.integers().between(1, OutlierRule.MAX_ERRORS),
            times,
            times,
            Arbitraries.integers().between(1, 100))
        .as(OutlierRule::new);
  }
}
