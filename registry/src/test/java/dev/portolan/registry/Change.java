package dev.portolan.registry;

import dev.portolan.registry.Capacity.LocalityCapacity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/**
 * One step of a random history: a key, and its new record or none when it is removed. Keys come
 * from a few, chosen so that one name is the beginning of another, so that histories add, replace
 * and remove the same things.
 */
record Change(ResourceKey key, @Nullable Resource record) {
  static Arbitrary<Change> changes() {
    Arbitrary<Optional<Integer>> variants = Arbitraries.integers().between(0, 3).optional(0.7);
    return Combinators.combine(keys(), variants)
        .as((key, variant) -> new Change(key, variant.map(it -> of(key, it)).orElse(null)));
  }

  private static Arbitrary<ResourceKey> keys() {
    Arbitrary<OriginId> origins = Arbitraries.of("a", "a-b", "b").map(OriginId::new);
    Arbitrary<ServiceKey> services =
        Combinators.combine(origins, Arbitraries.of("n", "n-m"), Arbitraries.of("s", "s0"))
            .as(ServiceKey::new);
    return Arbitraries.oneOf(
        Arbitraries.of("m", "m-n").map(VirtualMeshKey::new),
        Arbitraries.of("p", "p-q").map(PolicyKey::failover),
        Arbitraries.of("p", "p-q").map(PolicyKey::traffic),
        Arbitraries.of("p", "p-q").map(PolicyKey::access),
        origins.map(ClusterKey::new),
        origins.map(ReportKey::new),
        origins.map(LivenessKey::new),
        origins.map(origin -> new HoldKey(origin, Hold.State.WAITING)),
        services,
        services,
        Combinators.combine(services, Arbitraries.of("0", "x.y")).as(RegistrationKey::new),
        services.map(CapacityKey::new),
        Combinators.combine(services, Arbitraries.of("0", "x", "x.y", "z".repeat(63)))
            .as(SliceKey::new));
  }

  private static Resource of(ResourceKey key, int variant) {
    return switch (key.kind()) {
      case VIRTUAL_MESH ->
          new VirtualMesh(
              (VirtualMeshKey) key,
              List.of("a", "a-b", "b").subList(variant / 2, 1 + variant / 2 + variant % 2).stream()
                  .map(OriginId::new)
                  .toList(),
              "mesh",
              Sorted.set(Set.of("*")));
      case FAILOVER_POLICY, TRAFFIC_POLICY, ACCESS_POLICY ->
          variant < 3 ? policy((PolicyKey) key, variant) : inWaves((PolicyKey) key);
      case CLUSTER -> {
        Cluster unknown = Cluster.unknown(((ClusterKey) key).origin());
        yield new Cluster(
            unknown.key(),
            "",
            "net-" + variant,
            unknown.trustDomain(),
            unknown.trustDomainAliases(),
            unknown.clusterDomain(),
            List.of(),
            Locality.UNKNOWN);
      }
      case REPORT -> new ReportProgress((ReportKey) key, 1, variant, false, variant > 1);
      case LIVENESS ->
          Liveness.lost(((LivenessKey) key).origin(), Instant.EPOCH, Duration.ofSeconds(variant));
      case HOLD ->
          new Hold(
              (HoldKey) key,
              List.of(new ServiceKey(((HoldKey) key).origin(), "n", "s" + variant)),
              Hold.Cause.LIST,
              Instant.EPOCH,
              Hold.Amount.NOTHING);
      case REGISTRATION ->
          new Registration(
              (RegistrationKey) key,
              List.of(
                  new RegisteredPort(new ServicePort("http", 80, Protocol.HTTP), 8080 + variant)),
              endpoint(1),
              new Registration.Reach("", new SourceFacts(Sorted.set(List.of()))),
              Registration.DEFAULT_TTL,
              new Session("s", 1));
      case SERVICE ->
          Service.of(
              (ServiceKey) key,
              List.of(new ServicePort("http", 80 + variant, Protocol.HTTP)),
              Map.of(),
              Set.of(),
              Service.Kind.VIRTUAL_IP,
              Optional.empty());
      case CAPACITY ->
          new Capacity(
              (CapacityKey) key, List.of(new LocalityCapacity(Locality.UNKNOWN, variant, 1)));
      case SLICE ->
          new EndpointSlice(
              (SliceKey) key,
              Sorted.map(Map.of()),
              IntStream.range(0, variant).mapToObj(Change::endpoint).toList());
    };
  }

  private static Policy inWaves(PolicyKey key) {
    return policy(key, 3)
        .with(
            Rollout.of(
                    List.of(new TreeSet<>(Set.of(new OriginId("a")))),
                    Duration.ZERO,
                    Duration.ofSeconds(1))
                .at(Rollout.Stage.first(Optional.of(policy(key, 0)), Instant.EPOCH)));
  }

  private static Policy policy(PolicyKey key, int variant) {
    return switch (key.kind()) {
      case FAILOVER_POLICY ->
          new FailoverPolicy(
              key,
              new VirtualMeshKey(variant % 2 == 0 ? "m" : "m-n"),
              new TreeSet<>(
                  List.of(
                      new HostSelector("n", variant / 2 == 0 ? "s" : "*"),
                      variant == 1 ? HostSelector.ALL : new HostSelector("n-m", "s0"))),
              variant == 2 ? List.of() : List.of(new FailoverTier.Near(FailoverTier.Distance.ANY)),
              FailoverPolicy.Rest.LAST,
              OutlierRule.DEFAULT,
              Optional.of(PartitionRule.KEEP).filter(keep -> variant > 0));
      case TRAFFIC_POLICY ->
          new TrafficPolicy(
              key,
              new VirtualMeshKey(variant % 2 == 0 ? "m" : "m-n"),
              List.of(
                  new HostSelector("n", "s"),
                  new HostSelector("n-m", variant / 2 == 0 ? "s" : "s0")),
              List.of(
                  new TrafficMirror(
                      new TrafficTarget.OtherHost(new HostKey("n", variant == 1 ? "s0" : "t")),
                      Percent.HUNDRED)));
      default ->
          new AccessPolicy(
              key,
              new VirtualMeshKey(variant % 2 == 0 ? "m" : "m-n"),
              List.of(
                  new HostSelector("n", variant / 2 == 0 ? "s" : "*"),
                  variant == 1 ? HostSelector.ALL : new HostSelector("n-m", "s0")),
              List.of());
    };
  }

  private static Endpoint endpoint(int i) {
    return new Endpoint(
        "10.0.0." + i,
        Endpoint.Health.READY,
        Endpoint.MeshMode.SIDECAR,
        Locality.UNKNOWN,
        "",
        Sorted.map(Map.of()));
  }
}
