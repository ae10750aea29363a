package dev.portolan.agent.discovery.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.reduction.ObjectReduction;
import dev.portolan.agent.discovery.reduction.UnreadableObjectException;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the pods behind an east-west gateway show, and what follows for hosts and for others. */
class GatewayViewTest {
  private static final OriginId EAST = new OriginId("east");
  private static final Gateway ADDRESS = new Gateway("192.0.2.1", 15443);
  private static final String NAME = "istio-system/gw";

  private ClusterConversion conversion = ClusterConversion.of(EAST);

  @BeforeEach
  void aGatewayWithTwoPods() {
    network("net-east");
    gateway("");
    slice("old", "new");
  }

  @Test
  void isOpenAsLongAsOnePodShowsEveryNetwork() {
    pod("old", "env: [{name: OTHER, value: net-east}]");
    pod("new", view("net-east"));
    assertThat(open()).containsExactly(NAME);

    gone("old");
    assertThat(open()).isEmpty();
    assertThat(gateways()).containsExactly(ADDRESS);

    pod("new", view(""));
    assertThat(open()).as("an empty view is none").containsExactly(NAME);
    assertThat(gateways()).containsExactly(ADDRESS);
  }

  @Test
  void isNotOpenWhereNobodyKnows() {
    assertThat(open()).as("no pod was observed").isEmpty();

    pod("old", "env: [{name: ISTIO_META_REQUESTED_NETWORK_VIEW, valueFrom: {fieldRef: {}}}]");
    pod("new", "envFrom: [{configMapRef: {name: settings}}]");
    assertThat(open()).isEmpty();
    assertThat(gateways()).containsExactly(ADDRESS);
  }

  @Test
  void isNotOpenWhereItLeadsToAnotherNetwork() {
    pod("old", "image: proxy");
    assertThat(open()).containsExactly(NAME);

    gateway("net-other");
    assertThat(open()).isEmpty();
  }

  @Test
  void isOpenWhereverOthersReachItToo() {
    conversion =
        ClusterConversion.of(
            new OriginSettings(EAST, Cluster.DEFAULT_DOMAIN, List.of(ADDRESS), Locality.UNKNOWN));
    aGatewayWithTwoPods();
    pod("old", "image: proxy");

    assertThat(open()).containsExactly(NAME);
    assertThat(gateways()).containsExactly(ADDRESS);
  }

  @Test
  void isNotUsedWhereAllItsPodsShowOtherNetworksOnly() {
    pod("old", view("net-west,net-north"));
    pod("new", view("net-east,net-west"));
    assertThat(gateways()).as("one of them is right").containsExactly(ADDRESS);

    pod("new", view("net-west"));
    assertThat(gateways()).isEmpty();
    assertThat(state().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.GATEWAY_SHOWS_NOTHING);
              assertThat(finding.subject()).isEqualTo("service/east/" + NAME);
              assertThat(finding.message()).contains("Set the variable to net-east");
            });
    assertThat(open()).isEmpty();

    network("");
    assertThat(gateways()).as("every view shows endpoints of no network").containsExactly(ADDRESS);
  }

  @Test
  void nothingIsConcludedFromPodsThatAreNotThere() {
    pod("old", view("net-west"));
    assertThat(gateways()).isEmpty();

    gone("old");
    assertThat(gateways()).containsExactly(ADDRESS);
  }

  private static String view(String networks) {
    return "env: [{name: ISTIO_META_REQUESTED_NETWORK_VIEW, value: '%s'}]".formatted(networks);
  }

  private Iterable<String> open() {
    return state().surroundings().openGateways();
  }

  private List<Gateway> gateways() {
    return state().records().cluster(EAST).orElseThrow().gateways();
  }

  private LocalState state() {
    return conversion.state(List.of(), true);
  }

  private void network(String name) {
    see(
        ObjectKind.NAMESPACE,
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: istio-system, labels: {topology.istio.io/network: '%s'}}
        """
            .formatted(name));
  }

  private void gateway(String network) {
    see(
        ObjectKind.SERVICE,
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: gw
          namespace: istio-system
          labels: {istio: eastwestgateway, topology.istio.io/network: '%s'}
        spec: {externalIPs: [192.0.2.1], ports: [{name: tls, port: 15443}]}
        """
            .formatted(network));
  }

  private void slice(String one, String other) {
    see(
        ObjectKind.ENDPOINT_SLICE,
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: gw-1
          namespace: istio-system
          labels: {kubernetes.io/service-name: gw}
        addressType: IPv4
        ports: [{name: tls, port: 15443}]
        endpoints:
        - {addresses: [10.0.0.1], targetRef: {kind: Pod, name: %s, namespace: istio-system}}
        - addresses: [10.0.0.2]
          conditions: {ready: false}
          targetRef: {kind: Pod, name: %s, namespace: istio-system}
        """
            .formatted(one, other));
  }

  private void pod(String name, String container) {
    see(
        ObjectKind.POD,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: istio-system, labels: {security.istio.io/tlsMode: istio}}
        spec: {containers: [{name: log}, {name: istio-proxy, %s}]}
        """
            .formatted(name, container));
  }

  private void gone(String pod) {
    conversion = conversion.with(List.of(ObjectChange.gone(ObjectRef.pod("istio-system", pod))));
  }

  private void see(ObjectKind kind, String yaml) {
    try {
      conversion =
          conversion.with(
              List.of(
                  ObjectReduction.seen(kind, Serialization.unmarshal(yaml, HasMetadata.class))));
    } catch (UnreadableObjectException e) {
      throw new AssertionError(e);
    }
  }
}
