package dev.portolan.agent.discovery.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.reduction.ObjectReduction;
import dev.portolan.federation.NativeService;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsConverterTest {
  private static final HostKey CART = new HostKey("shop", "cart");

  private ClusterConversion conversion = ClusterConversion.of(new OriginId("east"));

  @Test
  void everyServiceIsKnownOfferedOrNot() throws Exception {
    see(ObjectKind.SERVICE, service("type: ExternalName, externalName: a.example"));
    assertThat(cart().kind()).isEqualTo(NativeService.Kind.EXTERNAL_NAME);

    see(
        ObjectKind.SERVICE,
        service(
            "internalTrafficPolicy: Local, selector: {app: a}, ports: [{port: 80}, {name: d, port: 53, protocol: UDP}]"));
    assertThat(cart().kind()).isEqualTo(NativeService.Kind.VIRTUAL_IP);
    assertThat(cart().portNames()).isEqualTo(Map.of(80, ""));
    assertThat(cart().nodeLocal()).isTrue();

    see(ObjectKind.SERVICE, service("clusterIP: None, ports: [{name: http, port: 80}]"));
    assertThat(cart().kind()).isEqualTo(NativeService.Kind.HEADLESS);
  }

  @Test
  void whichPodsAServiceStandsForIsKnown() throws Exception {
    see(
        ObjectKind.SERVICE,
        service(
            "selector: {app: a, v: b}, ports: [{name: a, port: 80}, {name: b, port: 81, targetPort: 8081},"
                + " {name: c, port: 82, targetPort: web}]"));

    assertThat(cart().workloads().selector()).isEqualTo(Map.of("app", "a", "v", "b"));
    assertThat(cart().workloads().targets()).isEqualTo(Map.of(80, 80, 81, 8081));
    assertThat(cart().workloads().gateway()).isFalse();

    see(
        ObjectKind.SERVICE,
        service(
            "{name: cart, namespace: shop, labels: {topology.istio.io/network: n}}",
            "selector: {app: a}, ports: [{name: tls, port: 15443}]"));
    assertThat(cart().workloads().gateway()).isTrue();
  }

  @Test
  void aServiceOfOursIsNoneUntilSomebodyGivesItPods() throws Exception {
    String ours =
        "{name: cart, namespace: shop, labels: {app.kubernetes.io/managed-by: portolan-agent}}";

    see(ObjectKind.SERVICE, service(ours, "ports: [{name: http, port: 80}]"));
    assertThat(surroundings().services().find(CART)).isEmpty();

    see(ObjectKind.SERVICE, service(ours, "selector: {app: a}, ports: [{name: http, port: 80}]"));
    assertThat(surroundings().services().find(CART)).isPresent();
  }

  @Test
  void aNamespaceThatWeMadeExistsAndAmbientModeIsSeen() throws Exception {
    see(
        ObjectKind.NAMESPACE,
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {app.kubernetes.io/managed-by: portolan-agent, istio.io/dataplane-mode: ambient}}");
    assertThat(surroundings().namespaces()).containsExactly("shop");
    assertThat(surroundings().ambient()).containsExactly("shop");

    see(ObjectKind.NAMESPACE, "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}");
    assertThat(surroundings().ambient()).isEmpty();
  }

  @Test
  void whatStaysAsItWasIsTheSameObject() throws Exception {
    see(ObjectKind.SERVICE, service("ports: [{name: http, port: 80}]"));
    Surroundings before = surroundings();

    see(ObjectKind.SERVICE, service("ports: [{name: http, port: 80}]"));

    assertThat(surroundings().services()).isSameAs(before.services());
    assertThat(surroundings().namespaces()).isSameAs(before.namespaces());
    assertThat(surroundings().ambient()).isSameAs(before.ambient());
  }

  private NativeService cart() {
    return surroundings().services().find(CART).orElseThrow();
  }

  private Surroundings surroundings() {
    return conversion.state(List.of(), true).surroundings();
  }

  private void see(ObjectKind kind, String yaml) throws Exception {
    conversion =
        conversion.with(
            List.of(ObjectReduction.seen(kind, Serialization.unmarshal(yaml, HasMetadata.class))));
  }

  private static String service(String spec) {
    return service("{name: cart, namespace: shop}", spec);
  }

  private static String service(String metadata, String spec) {
    return "apiVersion: v1\nkind: Service\nmetadata: %s\nspec: {%s}".formatted(metadata, spec);
  }
}
