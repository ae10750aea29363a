package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.portolan.registry.Capacity.LocalityCapacity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordConstructorsTest {
  private static final OriginId EAST = new OriginId("east-1");
  private static final ServiceKey CART = new ServiceKey(EAST, "shop", "cart");
  private static final SliceKey SLICE = new SliceKey(CART, "cart.1");
  private static final ServicePort HTTP = new ServicePort("http", 80, Protocol.HTTP);
  private static final SortedMap<String, Integer> NO_PORTS = Sorted.map(Map.of());

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void constructorsRefuse(String what, Executable construction) {
    assertThatIllegalArgumentException().as(what).isThrownBy(construction::execute);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refuse("an origin in upper case", () -> new OriginId("East")),
        refuse("a service without a name", () -> new ServiceKey(EAST, "shop", "")),
        refuse("a namespace with a dot", () -> new ServiceKey(EAST, "a.b", "cart")),
        refuse("a host with a slash", () -> new HostKey("shop", "a/b")),
        refuse("a slice name with a slash", () -> new SliceKey(CART, "a/b")),
        refuse("a mesh without a name", () -> new VirtualMeshKey("")),
        refuse("port 0", () -> new ServicePort("http", 0, Protocol.HTTP)),
        refuse("port 65536", () -> new ServicePort("http", 65536, Protocol.HTTP)),
        refuse("a port without a name", () -> new ServicePort("", 80, Protocol.HTTP)),
        refuse("a service without ports", () -> service()),
        refuse(
            "two ports of one name",
            () -> service(HTTP, new ServicePort("http", 81, Protocol.TCP))),
        refuse(
            "two ports of one number",
            () -> service(HTTP, new ServicePort("tcp", 80, Protocol.TCP))),
        refuse("101 ports", () -> service(ports(101))),
        refuse("a host name as an endpoint", () -> endpoint("localhost")),
        refuse("a loopback endpoint", () -> endpoint("127.0.0.1")),
        refuse(
            "a target port 0",
            () -> new EndpointSlice(SLICE, Sorted.map(Map.of("http", 0)), List.of())),
        refuse("one address twice, in two spellings", () -> slice("fd00::1", "fd00:0::1")),
        refuse("101 endpoints", () -> slice(addresses(101))),
        refuse("a gateway at a host name", () -> new Gateway("gw.example", 15443)),
        refuse("a gateway at port 0", () -> new Gateway("10.0.0.1", 0)),
        refuse("a zone without a region", () -> new Locality("", "z", "")),
        refuse("a subzone without a zone", () -> new Locality("r", "", "s")),
        refuse("a region with a slash", () -> new Locality("a/b", "", "")),
        refuse("a network with a slash", () -> cluster("a/b", "cluster.local")),
        refuse("a cluster without a trust domain", () -> cluster("", "")),
        refuse("a mesh without members", () -> mesh(List.of(), "a")),
        refuse("a mesh without a suffix", () -> mesh(List.of(EAST), "")),
        refuse("10001 members", () -> mesh(origins(10_001), "a")),
        refuse("a locality without endpoints", () -> new LocalityCapacity(Locality.UNKNOWN, 0, 0)),
        refuse("less than no endpoints", () -> new LocalityCapacity(Locality.UNKNOWN, 2, -1)),
        refuse("more ambient than all", () -> new LocalityCapacity(Locality.UNKNOWN, 2, 1, 2)),
        refuse("localities out of order", () -> capacity("b", "a")),
        refuse("one locality twice", () -> capacity("a", "a")),
        refuse(
            "complete, but never",
            () -> new ReportProgress(new ReportKey(EAST), 1, 1, true, false)),
        refuse("batch -1", () -> new ReportProgress(new ReportKey(EAST), 1, -1, false, false)),
        refuse("an end before the start", () -> new Provenance(2, 1, Instant.EPOCH)),
        refuse("an epoch of another form", () -> new Revision("ABCDEF0123456789", 1)),
        refuse("a sequence without an epoch", () -> new Revision("", 1)),
        refuse("sequence -1", () -> new Revision("0123456789abcdef", -1)));
  }

  @Test
  void limitsAreIncluded() {
    assertThat(service(ports(100)).ports()).hasSize(100);
    assertThat(slice(addresses(100)).endpoints()).hasSize(100);
    assertThat(mesh(origins(2000), "a").members()).hasSize(2000);
  }

  @Property(tries = 200)
  void theOrderOfArrivalDoesNotShow(
      @ForAll("services") Service service,
      @ForAll("slices") EndpointSlice slice,
      @ForAll("clusters") Cluster cluster) {
    assertThat(
            new Service(
                service.key(),
                reversed(service.ports()),
                service.labels(),
                service.identities(),
                service.kind(),
                service.created(),
                service.requests(),
                service.tlsName()))
        .isEqualTo(service)
        .hasToString(service.toString());
    assertThat(new EndpointSlice(slice.key(), slice.ports(), reversed(slice.endpoints())))
        .isEqualTo(slice);
    assertThat(
            new Cluster(
                cluster.key(),
                cluster.uid(),
                cluster.network(),
                cluster.trustDomain(),
                cluster.trustDomainAliases(),
                cluster.clusterDomain(),
                reversed(cluster.gateways()),
                cluster.locality(),
                cluster.created(),
                cluster.source(),
                cluster.trust()))
        .isEqualTo(cluster);
  }

  @Test
  void recordsDoNotFollowTheCollectionsTheyWereMadeOf() {
    Map<String, String> labels = new TreeMap<>(Map.of("app", "cart"));
    Set<String> identities = new TreeSet<>(Set.of("spiffe://a/ns/b/sa/c"));
    Service service =
        Service.of(
            CART, List.of(HTTP), labels, identities, Service.Kind.HEADLESS, Optional.empty());

    labels.clear();
    identities.clear();

    assertThat(service.labels()).containsEntry("app", "cart");
    assertThat(service.identities()).hasSize(1);
  }

  @Test
  void theOlderServiceHasPrecedence() {
    Service old = created(EAST, Optional.of(Instant.ofEpochSecond(1)));
    Service young = created(new OriginId("a"), Optional.of(Instant.ofEpochSecond(2)));
    Service ageless = created(new OriginId("b"), Optional.empty());
    Service agelessLater = created(new OriginId("c"), Optional.empty());

    assertThat(List.of(agelessLater, ageless, young, old))
        .isSortedAccordingTo(Service.PRECEDENCE.reversed());
  }

  @Test
  void theWorstFindingComesFirst() {
    Finding error = new Finding(FindingCode.WRITE_FAILED, "z", "");
    Finding warning = new Finding(FindingCode.PORT_CONFLICT, "b", "");
    Finding other = new Finding(FindingCode.PORT_CONFLICT, "c", "");
    Finding note = new Finding(FindingCode.PORT_IGNORED, "a", "");

    assertThat(List.of(error, warning, other, note)).isSorted();
  }

  @Provide
  Arbitrary<Service> services() {
    return RegistryArbitraries.services();
  }

  @Provide
  Arbitrary<EndpointSlice> slices() {
    return RegistryArbitraries.slices();
  }

  @Provide
  Arbitrary<Cluster> clusters() {
    return RegistryArbitraries.clusters();
  }

  private static Arguments refuse(String what, Executable construction) {
    return arguments(what, construction);
  }

  private static Service service(ServicePort... ports) {
    return Service.of(
        CART, List.of(ports), Map.of(), Set.of(), Service.Kind.VIRTUAL_IP, Optional.empty());
  }

  private static Service created(OriginId origin, Optional<Instant> time) {
    ServiceKey key = new ServiceKey(origin, "shop", "cart");
    return Service.of(key, List.of(HTTP), Map.of(), Set.of(), Service.Kind.VIRTUAL_IP, time);
  }

  private static ServicePort[] ports(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> new ServicePort("p" + i, i, Protocol.TCP))
        .toArray(ServicePort[]::new);
  }

  private static Endpoint endpoint(String address) {
    return new Endpoint(
        address,
        Endpoint.Health.READY,
        Endpoint.MeshMode.SIDECAR,
        Locality.UNKNOWN,
        "",
        Sorted.map(Map.of()));
  }

  private static EndpointSlice slice(String... addresses) {
    return new EndpointSlice(
        SLICE, NO_PORTS, Stream.of(addresses).map(RecordConstructorsTest::endpoint).toList());
  }

  private static String[] addresses(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
  }

  private static Cluster cluster(String network, String trustDomain) {
    return new Cluster(
        new ClusterKey(EAST),
        "",
        network,
        trustDomain,
        Sorted.set(List.of()),
        "cluster.local",
        List.of(),
        Locality.UNKNOWN);
  }

  private static VirtualMesh mesh(List<OriginId> members, String suffix) {
    return new VirtualMesh(new VirtualMeshKey("mesh"), members, suffix, Sorted.set(List.of()));
  }

  private static List<OriginId> origins(int count) {
    return IntStream.range(0, count).mapToObj(i -> new OriginId("o" + i)).toList();
  }

  private static Capacity capacity(String... regions) {
    return new Capacity(
        new CapacityKey(CART),
        Stream.of(regions)
            .map(region -> new LocalityCapacity(new Locality(region, "", ""), 1, 0))
            .toList());
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> copy = new ArrayList<>(list);
    Collections.reverse(copy);
    return copy;
  }
}
