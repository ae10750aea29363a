package dev.portolan.registry;

import dev.portolan.registry.Capacity.LocalityCapacity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Random valid records for any module's properties. Names come from small pools beside free ones,
 * so that keys collide as they do in life. Without edge cases for whole records: those of all their
 * parts together would be all that a property tries.
 */
public final class RegistryArbitraries {
  private static final String ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789";

  private RegistryArbitraries() {}

  /** RFC 1123 labels, often from a pool of a few. */
  public static Arbitrary<String> labels() {
    Arbitrary<String> free =
        Combinators.combine(
                text(ALPHANUMERIC, 1, 1), text(ALPHANUMERIC + "-", 0, 61), text(ALPHANUMERIC, 1, 1))
            .as((first, middle, last) -> first + middle + last);
    return Arbitraries.oneOf(Arbitraries.of("a", "a-b", "b", "reviews", "ab"), free);
  }

  /** RFC 1123 subdomains. */
  public static Arbitrary<String> subdomains() {
    return Arbitraries.oneOf(
        labels(), labels().list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join(".", parts)));
  }

  /** Kubernetes label values, empty ones included. */
  public static Arbitrary<String> labelValues() {
    return Arbitraries.oneOf(Arbitraries.of("", "v1", "A_b.c"), labels());
  }

  /** Kubernetes labels. */
  public static Arbitrary<SortedMap<String, String>> labelMaps() {
    Arbitrary<String> keys =
        Arbitraries.oneOf(
            labels(), Combinators.combine(subdomains(), labels()).as((p, n) -> p + '/' + n));
    return Arbitraries.maps(keys, labelValues())
        .ofMaxSize(5)
        .map(map -> Sorted.map(map))
        .withoutEdgeCases();
  }

  public static Arbitrary<OriginId> origins() {
    return Arbitraries.oneOf(Arbitraries.of("east-1", "east-2", "east", "west-1"), labels())
        .map(OriginId::new);
  }

  public static Arbitrary<ServiceKey> serviceKeys() {
    return Combinators.combine(origins(), labels(), labels()).as(ServiceKey::new);
  }

  public static Arbitrary<SliceKey> sliceKeys() {
    return Combinators.combine(serviceKeys(), subdomains()).as(SliceKey::new);
  }

  public static Arbitrary<VirtualMeshKey> virtualMeshKeys() {
    return labels().map(VirtualMeshKey::new);
  }

  /** Keys of every kind. */
  public static Arbitrary<ResourceKey> keys() {
    return Arbitraries.oneOf(
        virtualMeshKeys(),
        PolicyArbitraries.keys(),
        origins().map(ClusterKey::new),
        origins().map(ReportKey::new),
        origins().map(LivenessKey::new),
        holdKeys(),
        RegistrationArbitraries.keys(),
        serviceKeys(),
        serviceKeys().map(CapacityKey::new),
        sliceKeys());
  }

  /** Canonical addresses that an endpoint may have. */
  public static Arbitrary<String> addresses() {
    Arbitrary<String> v4 =
        Arbitraries.integers()
            .between(0, 0xffffff)
            .map(n -> "10.%d.%d.%d".formatted(n >> 16, (n >> 8) & 0xff, n & 0xff));
    Arbitrary<String> v6 =
        Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 0xffff))
            .map(Integer::toHexString)
            .list()
            .ofSize(7)
            .map(groups -> "fd00:" + String.join(":", groups))
            .map(text -> IpAddress.canonical(text).orElseThrow());
    return Arbitraries.oneOf(v4, v6);
  }

  public static Arbitrary<Locality> localities() {
    return Arbitraries.oneOf(
        Arbitraries.just(Locality.UNKNOWN),
        labels().map(region -> new Locality(region, "", "")),
        Combinators.combine(labels(), labels(), labelValues()).as(Locality::new));
  }

  public static Arbitrary<ServicePort> servicePorts() {
    return Combinators.combine(labels(), ports(), Arbitraries.of(Protocol.values()))
        .as(ServicePort::new);
  }

  public static Arbitrary<Service> services() {
    return serviceKeys().flatMap(RegistryArbitraries::services).withoutEdgeCases();
  }

  /** Services with this key. */
  public static Arbitrary<Service> services(ServiceKey key) {
    Arbitrary<List<ServicePort>> ports =
        servicePorts()
            .list()
            .ofMinSize(1)
            .ofMaxSize(4)
            .uniqueElements(ServicePort::name)
            .uniqueElements(ServicePort::number);
    Arbitrary<String> identities =
        Combinators.combine(subdomains(), labels(), subdomains())
            .as("spiffe://%s/ns/%s/sa/%s"::formatted);
    return Combinators.combine(
            ports,
            labelMaps(),
            identities.set().ofMaxSize(3),
            Arbitraries.of(Service.Kind.values()),
            instants().optional(),
            ExchangeArbitraries.requests(),
            subdomains().optional(0.2))
        .as(
            (list, labels, ids, kind, created, requests, tlsName) ->
                Service.of(key, list, labels, ids, kind, created).with(requests).under(tlsName));
  }

  public static Arbitrary<Endpoint> endpoints() {
    return Combinators.combine(
            addresses(),
            Arbitraries.of(Endpoint.Health.values()),
            Arbitraries.of(Endpoint.MeshMode.values()),
            localities(),
            Arbitraries.oneOf(Arbitraries.just(""), subdomains()),
            labelMaps(),
            Arbitraries.of(1, 1, 7, Endpoint.MAX_WEIGHT))
        .as(Endpoint::new);
  }

  public static Arbitrary<EndpointSlice> slices() {
    return sliceKeys().flatMap(RegistryArbitraries::slices).withoutEdgeCases();
  }

  /** Slices with this key. */
  public static Arbitrary<EndpointSlice> slices(SliceKey key) {
    return Combinators.combine(
            Arbitraries.maps(labels(), ports()).ofMaxSize(3),
            endpoints().list().ofMaxSize(5).uniqueElements(Endpoint::address))
        .as((targets, list) -> new EndpointSlice(key, Sorted.map(targets), list));
  }

  public static Arbitrary<Gateway> gateways() {
    return Combinators.combine(addresses(), ports()).as(Gateway::new);
  }

  public static Arbitrary<Cluster> clusters() {
    return origins().flatMap(ClusterArbitraries::of).withoutEdgeCases();
  }

  public static Arbitrary<Capacity> capacities() {
    return serviceKeys().flatMap(key -> capacities(new CapacityKey(key)));
  }

  /** Capacities with this key. */
  public static Arbitrary<Capacity> capacities(CapacityKey key) {
    Arbitrary<LocalityCapacity> parts =
        Combinators.combine(
                localities(),
                Arbitraries.integers().between(0, 1000),
                Arbitraries.integers().between(0, 1000),
                Arbitraries.integers().between(0, 1000))
            .filter((locality, meshed, plain, ambient) -> meshed + plain + ambient > 0)
            .as(
                (locality, meshed, plain, ambient) ->
                    new LocalityCapacity(locality, meshed, plain + ambient, ambient));
    return parts.list().ofMaxSize(4).map(list -> new Capacity(key, sortedByLocality(list)));
  }

  public static Arbitrary<VirtualMesh> virtualMeshes() {
    return virtualMeshKeys().flatMap(RegistryArbitraries::virtualMeshes).withoutEdgeCases();
  }

  /** Virtual meshes with this key. */
  public static Arbitrary<VirtualMesh> virtualMeshes(VirtualMeshKey key) {
    return Combinators.combine(
            origins().set().ofMinSize(1).ofMaxSize(4),
            subdomains(),
            ExchangeArbitraries.exports(),
            hostRules(),
            partitionRules(),
            Arbitraries.of(VirtualMesh.AccessDefault.class),
            ExchangeArbitraries.imports(),
            Arbitraries.of(VirtualMesh.TrustRule.class))
        .as(
            (members, suffix, export, hosts, partition, access, imports, trust) ->
                new VirtualMesh(
                    key,
                    List.copyOf(members),
                    suffix,
                    export,
                    hosts,
                    partition,
                    access,
                    imports,
                    trust));
  }

  static Arbitrary<PartitionRule> partitionRule() {
    return Combinators.combine(
            Arbitraries.of(PartitionRule.Action.class),
            Arbitraries.longs()
                .between(0, PartitionRule.MAX_GRACE.toSeconds())
                .map(Duration::ofSeconds))
        .as(PartitionRule::new);
  }

  private static Arbitrary<PartitionRules> partitionRules() {
    Arbitrary<PartitionRule> rules = partitionRule();
    return Combinators.combine(
            rules,
            Arbitraries.maps(Combinators.combine(labels(), labels()).as(HostKey::new), rules)
                .ofMaxSize(2))
        .as((rule, exceptions) -> new PartitionRules(rule, Sorted.map(exceptions)));
  }

  private static Arbitrary<HostRules> hostRules() {
    Arbitrary<HostMode> modes = Arbitraries.of(HostMode.class);
    Arbitrary<SortedMap<HostKey, HostMode>> exceptions =
        Arbitraries.maps(Combinators.combine(labels(), labels()).as(HostKey::new), modes)
            .ofMaxSize(3)
            .map(map -> Sorted.map(map));
    return Combinators.combine(
            modes,
            exceptions,
            Arbitraries.integers().between(1, HostRules.MAX_ENDPOINTS),
            Arbitraries.of(HostRules.Overflow.class),
            Arbitraries.of(HostRules.MissingNamespace.class))
        .as(HostRules::new);
  }

  public static Arbitrary<ReportProgress> progresses(OriginId origin) {
    return Combinators.combine(
            Arbitraries.longs().between(0, 1L << 50),
            Arbitraries.longs().between(0, 1000),
            Arbitraries.integers().between(0, 2))
        .as(
            (incarnation, batch, stage) ->
                new ReportProgress(
                    new ReportKey(origin), incarnation, batch, stage == 2, stage > 0));
  }

  private static Arbitrary<HoldKey> holdKeys() {
    return Combinators.combine(origins(), Arbitraries.of(Hold.State.class)).as(HoldKey::new);
  }

  /** Holds under this key. */
  public static Arbitrary<Hold> holds(HoldKey key) {
    Arbitrary<ResourceKey> services =
        Combinators.combine(labels(), labels())
            .as((namespace, name) -> new ServiceKey(key.origin(), namespace, name));
    Arbitrary<ResourceKey> slices =
        Combinators.combine(labels(), labels(), subdomains())
            .as(
                (namespace, name, slice) ->
                    new SliceKey(new ServiceKey(key.origin(), namespace, name), slice));
    Arbitrary<Integer> counts = Arbitraries.integers().between(0, 1_000_000);
    return Combinators.combine(
            Arbitraries.oneOf(services, slices).list().ofMinSize(1).ofMaxSize(5),
            Arbitraries.of(Hold.Cause.class),
            instants(),
            Combinators.combine(counts, counts).as(Hold.Amount::new))
        .as((keys, cause, since, of) -> new Hold(key, keys, cause, since, of));
  }

  /** What a hub may have against this origin. */
  public static Arbitrary<Liveness> livenesses(OriginId origin) {
    Arbitrary<Duration> lost = Arbitraries.longs().between(0, 86_400).map(Duration::ofSeconds);
    return Combinators.combine(instants(), lost.optional())
        .as(
            (since, lostFor) ->
                lostFor
                    .map(time -> Liveness.lost(origin, since, time))
                    .orElseGet(() -> Liveness.stale(origin, since)));
  }

  /** Records of every kind. */
  public static Arbitrary<Resource> resources() {
    return keys().flatMap(RegistryArbitraries::resources).withoutEdgeCases();
  }

  /** Records with this key. */
  public static Arbitrary<Resource> resources(ResourceKey key) {
    return switch (key.kind()) {
      case VIRTUAL_MESH -> virtualMeshes((VirtualMeshKey) key).map(record -> record);
      case FAILOVER_POLICY ->
          RolloutArbitraries.staged(PolicyArbitraries.failover((PolicyKey) key), origins())
              .map(record -> record);
      case TRAFFIC_POLICY ->
          RolloutArbitraries.staged(TrafficArbitraries.traffic((PolicyKey) key), origins())
              .map(record -> record);
      case ACCESS_POLICY ->
          RolloutArbitraries.staged(AccessArbitraries.access((PolicyKey) key), origins())
              .map(record -> record);
      case CLUSTER -> ClusterArbitraries.of(((ClusterKey) key).origin()).map(record -> record);
      case REPORT -> progresses(((ReportKey) key).origin()).map(record -> record);
      case LIVENESS -> livenesses(((LivenessKey) key).origin()).map(record -> record);
      case HOLD -> holds((HoldKey) key).map(record -> record);
      case REGISTRATION ->
          RegistrationArbitraries.registrations((RegistrationKey) key).map(record -> record);
      case SERVICE -> services((ServiceKey) key).map(record -> record);
      case CAPACITY -> capacities((CapacityKey) key).map(record -> record);
      case SLICE -> slices((SliceKey) key).map(record -> record);
    };
  }

  public static Arbitrary<Provenance> provenances() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 1L << 60),
            Arbitraries.longs().between(0, 1L << 60),
            instants())
        .as((a, b, reported) -> new Provenance(Math.min(a, b), Math.max(a, b), reported));
  }

  /** Records of every kind with their place in history. */
  public static Arbitrary<Recorded<?>> recorded() {
    return Combinators.combine(resources(), provenances())
        .<Recorded<?>>as(Recorded::new)
        .withoutEdgeCases();
  }

  public static Arbitrary<Revision> revisions() {
    Arbitrary<String> epochs = text("0123456789abcdef", 16, 16);
    return Arbitraries.oneOf(
        Arbitraries.just(Revision.NONE),
        Combinators.combine(epochs, Arbitraries.longs().between(0, Long.MAX_VALUE / 16))
            .as(Revision::new));
  }

  static Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(-62_135_596_800_000L, 253_402_300_799_999L)
        .map(Instant::ofEpochMilli);
  }

  private static Arbitrary<Integer> ports() {
    return Arbitraries.integers().between(1, 65535);
  }

  private static Arbitrary<String> text(String alphabet, int min, int max) {
    return Arbitraries.strings().withChars(alphabet).ofMinLength(min).ofMaxLength(max);
  }

  private static List<LocalityCapacity> sortedByLocality(List<LocalityCapacity> parts) {
    Map<Locality, LocalityCapacity> sorted = new TreeMap<>();
    parts.forEach(part -> sorted.put(part.locality(), part));
    return List.copyOf(sorted.values());
  }
}
