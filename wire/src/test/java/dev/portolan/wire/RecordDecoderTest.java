package dev.portolan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Timestamp;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.ExportRules;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.v1.AccessPolicy;
import dev.portolan.v1.Capacity;
import dev.portolan.v1.Cluster;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.EndpointSliceRemoval;
import dev.portolan.v1.FailoverPolicy;
import dev.portolan.v1.ServiceRemoval;
import dev.portolan.v1.TrafficPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class RecordDecoderTest {
  private static final OriginId EAST = new OriginId("east-1");
  private static final RecordDecoder FROM_EAST = RecordDecoder.of(EAST);
  private static final RecordDecoder FROM_HUB = RecordDecoder.ofAnyOrigin();

  private final Violations violations = new Violations();

  /** Each row spoils a good message; the path names what is wrong, and nothing else is. */
  @ParameterizedTest
  @CsvFileSource(resources = "/bad-fields.txt", delimiter = '|', maxCharsPerColumn = 10_000)
  void everyBadFieldIsNamed(String type, String spoiled, String field, String description)
      throws TextFormat.ParseException {
    assertThat(decode(merge(good(type), spoiled))).isEmpty();

    assertThat(violations.all()).hasSize(1);
    assertThat(violations.all().get(0).field()).isEqualTo(field);
    assertThat(violations.all().get(0).description()).contains(description);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/too-many.txt", delimiter = '|')
  void countsAreLimited(String type, String element, String field, int max, int present)
      throws TextFormat.ParseException {
    assertThat(decode(merge(good(type), copies(element, max - present)))).isPresent();
    assertThat(violations.all()).isEmpty();
    assertThat(decode(merge(good(type), copies(element, max - present + 1)))).isEmpty();

    assertThat(violations.all())
        .containsExactly(
            new Violation(
                field, "has %d elements; at most %d are allowed".formatted(max + 1, max)));
  }

  @Test
  void allProblemsOfAnItemAreCollected() {
    dev.portolan.v1.Service message =
        dev.portolan.v1.Service.newBuilder()
            .setNamespace("Shop")
            .addPorts(dev.portolan.v1.ServicePort.newBuilder().setName("http").setNumber(0))
            .addIdentities("me")
            .build();

    assertThat(FROM_EAST.service(message, violations.at("service"))).isEmpty();
    assertThat(violations.all())
        .extracting(Violation::field)
        .containsExactly(
            "service.namespace",
            "service.name",
            "service.ports[0].number",
            "service.identities[0]");
    assertThat(violations.all().get(2).message().getDescription())
        .isEqualTo("is 0; a port is 1 to 65535");
  }

  @Test
  void anAnswerToBadInputIsBounded() {
    dev.portolan.v1.VirtualMesh.Builder message =
        dev.portolan.v1.VirtualMesh.newBuilder().setName("mesh");
    for (int i = 0; i < 500; i++) {
      message.addMembers("Member" + i);
    }

    assertThat(FROM_HUB.virtualMesh(message.build(), violations)).isEmpty();
    assertThat(violations.all()).hasSize(Violations.MAX);
    assertThat(violations.omitted()).isEqualTo(400);
    assertThat(violations.toString()).endsWith("; and 400 more");
  }

  @Test
  void aReportMayLeaveItsOriginUnnamed() throws TextFormat.ParseException {
    Message unnamed = merge(good("service"), "origin: ''");

    assertThat(FROM_EAST.service((dev.portolan.v1.Service) unnamed, violations))
        .map(Service::key)
        .contains(new ServiceKey(EAST, "shop", "cart"));
    assertThat(FROM_HUB.service((dev.portolan.v1.Service) unnamed, violations)).isEmpty();
    assertThat(violations.all()).extracting(Violation::field).containsExactly("origin");
  }

  @Test
  void aReportSpeaksForItsOwnOriginOnly() throws TextFormat.ParseException {
    Message foreign = merge(good("service"), "origin: 'west-1'");

    assertThat(FROM_EAST.service((dev.portolan.v1.Service) foreign, violations)).isEmpty();
    assertThat(violations).hasToString("origin is 'west-1'; this stream reports for 'east-1' only");
  }

  @Test
  void unspecifiedConstantsHaveTheDocumentedMeaning() throws TextFormat.ParseException {
    Service service =
        FROM_HUB.service((dev.portolan.v1.Service) good("service"), violations).orElseThrow();
    Endpoint endpoint =
        FROM_HUB.slice((EndpointSlice) good("slice"), violations).orElseThrow().endpoints().get(0);
    VirtualMesh mesh =
        FROM_HUB.virtualMesh((dev.portolan.v1.VirtualMesh) good("mesh"), violations).orElseThrow();

    assertThat(service.kind()).isEqualTo(Service.Kind.VIRTUAL_IP);
    assertThat(service.ports().get(0).protocol()).isEqualTo(Protocol.AUTO);
    assertThat(service.created()).isEmpty();
    assertThat(endpoint.health()).isEqualTo(Endpoint.Health.NOT_READY);
    assertThat(endpoint.meshMode()).isEqualTo(Endpoint.MeshMode.NONE);
    assertThat(mesh.suffix()).isEqualTo("svc.clusterset.local");
    assertThat(mesh.exports().namespaces()).isEmpty();
  }

  @Test
  void aRuleForHostsThatALaterVersionKnowsDoesNotCostTheVirtualMesh()
      throws TextFormat.ParseException {
    dev.portolan.v1.VirtualMesh.Builder later =
        ((dev.portolan.v1.VirtualMesh) good("mesh")).toBuilder();
    later
        .getHostsBuilder()
        .setMaxEndpoints(7)
        .setOverflowValue(99)
        .setModeValue(99)
        .setMissingNamespaceValue(99)
        .addServicesBuilder()
        .setNamespace("shop")
        .setName("cart")
        .setModeValue(99);

    VirtualMesh mesh = FROM_HUB.virtualMesh(later.build(), violations).orElseThrow();

    assertThat(mesh.hosts())
        .isEqualTo(
            new HostRules(
                HostMode.UNKNOWN,
                Sorted.map(Map.of(new HostKey("shop", "cart"), HostMode.UNKNOWN)),
                7,
                HostRules.Overflow.UNKNOWN,
                HostRules.MissingNamespace.UNKNOWN));
    later.getHostsBuilder().setMaxEndpoints(4001).addServices(later.getHosts().getServices(0));
    assertThat(FROM_HUB.virtualMesh(later.build(), violations)).isEmpty();
    assertThat(violations.all())
        .extracting(Violation::field)
        .containsExactly("hosts.max_endpoints", "hosts.services[1].name");
  }

  @Test
  void aPolicyWithoutAnyRuleIsRefusedAndOneThatALaterVersionKnowsIsNot()
      throws TextFormat.ParseException {
    FailoverPolicy good = (FailoverPolicy) good("partition");
    FailoverPolicy.Builder later = good.toBuilder();
    later.getPartitionBuilder().setActionValue(99);

    assertThat(FROM_HUB.failoverPolicy(later.build(), violations).orElseThrow().partition())
        .map(PartitionRule::action)
        .contains(PartitionRule.Action.UNKNOWN);
    assertThat(FROM_HUB.failoverPolicy(good.toBuilder().clearPartition().build(), violations))
        .isEmpty();
    assertThat(violations)
        .hasToString("tiers is empty; at least one tier, or a partition rule, is required");
  }

  @Test
  void aWayToAskForExportThatALaterVersionKnowsDoesNotCostTheVirtualMesh()
      throws TextFormat.ParseException {
    dev.portolan.v1.VirtualMesh.Builder later =
        ((dev.portolan.v1.VirtualMesh) good("mesh")).toBuilder();
    later.getExportsBuilder().addOptInValue(99);

    assertThat(FROM_HUB.virtualMesh(later.build(), violations).orElseThrow().exports().optIns())
        .containsExactly(ExportRules.OptIn.UNKNOWN);
  }

  @Test
  void aWayToCompareHeadersThatALaterVersionKnowsCostsTheWholePart()
      throws TextFormat.ParseException {
    Message later =
        merge(
            good("traffic"),
            "parts { matches { cases { match { headers { key: 'x-a' value { } } methods: 'GET' }"
                + " split { branches { target { cluster: 'a' } weight: 1 } } } } }");

    assertThat(
            FROM_HUB
                .trafficPolicy((dev.portolan.v1.TrafficPolicy) later, violations)
                .orElseThrow()
                .parts())
        .extracting(TrafficPart::kind)
        .contains(TrafficPart.Kind.UNKNOWN)
        .doesNotContain(TrafficPart.Kind.MATCHES);
  }

  @Test
  void ipv6IsCanonicalised() throws TextFormat.ParseException {
    Message message = merge(good("slice"), "endpoints { address: 'FD00:0:0::00A' }");

    assertThat(FROM_HUB.slice((EndpointSlice) message, violations).orElseThrow().endpoints())
        .extracting(Endpoint::address)
        .containsExactly("fd00::1", "fd00::a");
  }

  @Test
  void removalsNameWhatTheStreamsOriginOwns() {
    ServiceRemoval service = ServiceRemoval.newBuilder().setNamespace("a").setName("b").build();
    EndpointSliceRemoval slice =
        EndpointSliceRemoval.newBuilder().setNamespace("a").setService("b").setName("c.d").build();

    ServiceKey key = new ServiceKey(EAST, "a", "b");
    assertThat(FROM_EAST.serviceKey(service, violations)).contains(key);
    assertThat(FROM_EAST.sliceKey(slice, violations)).contains(new SliceKey(key, "c.d"));
    assertThat(violations.isEmpty()).isTrue();
    assertThat(FROM_EAST.sliceKey(EndpointSliceRemoval.getDefaultInstance(), violations)).isEmpty();
    assertThat(FROM_EAST.serviceKey(ServiceRemoval.getDefaultInstance(), violations)).isEmpty();
    assertThat(violations.all())
        .extracting(Violation::field)
        .containsExactly("namespace", "service", "name", "namespace", "name");
  }

  @Test
  void provenanceIsChecked() {
    dev.portolan.v1.Provenance bad =
        dev.portolan.v1.Provenance.newBuilder()
            .setFirstSequence(-1)
            .setLastSequence(-2)
            .setReportTime(Timestamp.newBuilder().setNanos(-1))
            .build();

    assertThat(FROM_HUB.provenance(dev.portolan.v1.Provenance.getDefaultInstance(), violations))
        .contains(Provenance.LOCAL);
    assertThat(FROM_HUB.provenance(bad, violations)).isEmpty();
    assertThat(violations.all())
        .extracting(Violation::field)
        .containsExactly("first_sequence", "last_sequence", "report_time");
  }

  private Optional<?> decode(Message message) {
    if (message instanceof dev.portolan.v1.Service service) {
      return FROM_HUB.service(service, violations);
    }
    if (message instanceof EndpointSlice slice) {
      return FROM_HUB.slice(slice, violations);
    }
    if (message instanceof FailoverPolicy policy) {
      return FROM_HUB.failoverPolicy(policy, violations);
    }
    if (message instanceof TrafficPolicy policy) {
      return FROM_HUB.trafficPolicy(policy, violations);
    }
    if (message instanceof AccessPolicy policy) {
      return FROM_HUB.accessPolicy(policy, violations);
    }
    if (message instanceof Cluster cluster) {
      return FROM_HUB.cluster(cluster, violations);
    }
    return message instanceof Capacity capacity
        ? FROM_HUB.capacity(capacity, violations)
        : FROM_HUB.virtualMesh((dev.portolan.v1.VirtualMesh) message, violations);
  }

  private static Message good(String type) throws TextFormat.ParseException {
    String names = "origin: 'east-1' namespace: 'shop' ";
    return switch (type) {
      case "service" ->
          TextFormat.parse(
              names + "name: 'cart' ports { name: 'http' number: 80 }",
              dev.portolan.v1.Service.class);
      case "slice" ->
          TextFormat.parse(
              names + "service: 'cart' name: 'cart.1' endpoints { address: 'fd00::1' }",
              EndpointSlice.class);
      case "cluster" ->
          TextFormat.parse(
              "origin: 'east-1' trust_domain: 'cluster.local' cluster_domain: 'cluster.local'",
              Cluster.class);
      case "capacity" -> TextFormat.parse(names + "service: 'cart'", Capacity.class);
      case "failover" ->
          TextFormat.parse(
              "name: 'order' virtual_mesh: 'mesh' hosts { namespace: 'shop' name: 'cart' }"
                  + " tiers { near: FAILOVER_DISTANCE_CLUSTER }",
              FailoverPolicy.class);
      case "partition" ->
          TextFormat.parse(
              "name: 'order' virtual_mesh: 'mesh' hosts { namespace: 'shop' name: 'cart' }"
                  + " partition { action: PARTITION_ACTION_DEMOTE }",
              FailoverPolicy.class);
      case "traffic" ->
          TextFormat.parse(
              "name: 'order' virtual_mesh: 'mesh' hosts { namespace: 'shop' name: 'cart' }"
                  + " parts { split { branches { target { cluster: 'a' } weight: 1 } } }",
              TrafficPolicy.class);
      case "access" ->
          TextFormat.parse(
              "name: 'web' virtual_mesh: 'mesh' hosts { namespace: 'shop' name: 'cart' }"
                  + " allow { from { cluster: 'a' } conditions { ports { ports: 80 } } }",
              AccessPolicy.class);
      case "mesh" ->
          TextFormat.parse("name: 'mesh' members: 'east-1'", dev.portolan.v1.VirtualMesh.class);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static Message merge(Message message, String text) throws TextFormat.ParseException {
    Message.Builder builder = message.toBuilder();
    TextFormat.merge(text, builder);
    return builder.build();
  }

  /** Copies of the text, '#' standing for the number of each. */
  private static String copies(String text, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> text.replace("#", Integer.toString(i)))
        .collect(Collectors.joining(" "));
  }
}
