package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.OriginShard;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Kubernetes objects of a small cluster, and what a state says in short. */
final class Samples {
  private Samples() {}

  /** Objects with their kinds. */
  record Objects(List<Map.Entry<ObjectKind, HasMetadata>> entries) {
    void forEach(BiConsumer<ObjectKind, HasMetadata> action) {
      entries.forEach(entry -> action.accept(entry.getKey(), entry.getValue()));
    }
  }

  /** Two services, one pod with a sidecar behind each, on one node. */
  static Objects cluster() {
    return new Objects(
        List.of(
            Map.entry(ObjectKind.NAMESPACE, namespace("kube-system", "uid-1", "")),
            Map.entry(ObjectKind.NAMESPACE, namespace("istio-system", "uid-i", "net-1")),
            Map.entry(ObjectKind.NAMESPACE, namespace("shop", "uid-s", "")),
            Map.entry(ObjectKind.CONFIG_MAP, mesh("istio", "east.example")),
            Map.entry(ObjectKind.NODE, node()),
            Map.entry(ObjectKind.POD, pod("shop", "cart-1", "cart")),
            Map.entry(ObjectKind.SERVICE, service("shop", "cart")),
            Map.entry(ObjectKind.ENDPOINT_SLICE, slice("shop", "cart", "10.0.0.1", "cart-1")),
            Map.entry(ObjectKind.POD, pod("shop", "orders-1", "orders")),
            Map.entry(ObjectKind.SERVICE, service("shop", "orders")),
            Map.entry(ObjectKind.ENDPOINT_SLICE, slice("shop", "orders", "10.0.0.2", "orders-1"))));
  }

  static Namespace namespace(String name, String uid, String network) {
    var meta = new NamespaceBuilder().withNewMetadata().withName(name).withUid(uid);
    return (network.isEmpty() ? meta : meta.addToLabels("topology.istio.io/network", network))
        .endMetadata()
        .build();
  }

  static ConfigMap mesh(String name, String trustDomain) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("istio-system")
        .withName(name)
        .endMetadata()
        .addToData("mesh", "trustDomain: " + trustDomain + "\n")
        .build();
  }

  /** The mesh's roots, one of which this is. */
  static ConfigMap roots(String pem) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("istio-system")
        .withName("istio-ca-root-cert")
        .endMetadata()
        .addToData("root-cert.pem", pem)
        .build();
  }

  private static Node node() {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("n1")
        .addToLabels("topology.kubernetes.io/region", "eu")
        .addToLabels("topology.kubernetes.io/zone", "eu-1")
        .endMetadata()
        .build();
  }

  static Pod pod(String namespace, String name, String account) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .addToLabels("security.istio.io/tlsMode", "istio")
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(account)
        .withNodeName("n1")
        .endSpec()
        .build();
  }

  static Service service(String namespace, String name) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withCreationTimestamp("2026-01-01T00:00:00Z")
        .endMetadata()
        .withNewSpec()
        .addToSelector("app", name)
        .withClusterIP("10.96.0.1")
        .addNewPort()
        .withName("http")
        .withPort(80)
        .withProtocol("TCP")
        .endPort()
        .endSpec()
        .build();
  }

  static GenericKubernetesResource export(String namespace, String name) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("multicluster.x-k8s.io/v1beta1")
        .withKind("ServiceExport")
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .build();
  }

  static Service gateway(String host) {
    return new ServiceBuilder(service("istio-system", "eastwest"))
        .editMetadata()
        .addToLabels("istio", "eastwestgateway")
        .endMetadata()
        .editSpec()
        .addNewPort()
        .withName("tls")
        .withPort(15443)
        .endPort()
        .endSpec()
        .withNewStatus()
        .withNewLoadBalancer()
        .addNewIngress()
        .withHostname(host)
        .endIngress()
        .endLoadBalancer()
        .endStatus()
        .build();
  }

  /** Of one endpoint; {@code pod} "none" means that no pod is behind it. */
  static EndpointSlice slice(String namespace, String service, String address, String pod) {
    var endpoint =
        new EndpointSliceBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(service + "-a")
            .addToLabels("kubernetes.io/service-name", service)
            .endMetadata()
            .withAddressType("IPv4")
            .addNewPort()
            .withName("http")
            .withPort(8080)
            .endPort()
            .addNewEndpoint()
            .addToAddresses(address)
            .withNodeName("n1")
            .withNewConditions()
            .withReady(true)
            .endConditions();
    return (pod.equals("none")
            ? endpoint
            : endpoint
                .withNewTargetRef()
                .withKind("Pod")
                .withNamespace(namespace)
                .withName(pod)
                .endTargetRef())
        .endEndpoint()
        .build();
  }

  static List<String> names(LocalState state) {
    return state.origin().stream()
        .flatMap(origin -> state.records().origin(origin).services().stream())
        .map(
            service -> service.resource().key().namespace() + "/" + service.resource().key().name())
        .sorted()
        .toList();
  }

  static List<Endpoint> endpoints(LocalState state, String service) {
    return shard(state).slices().stream()
        .map(slice -> slice.resource())
        .filter(
            slice ->
                service.equals(
                    slice.key().service().namespace() + "/" + slice.key().service().name()))
        .flatMap(slice -> slice.endpoints().stream())
        .toList();
  }

  static Cluster cluster(LocalState state) {
    return shard(state).cluster().orElseThrow().resource();
  }

  private static OriginShard shard(LocalState state) {
    return state.records().origin(state.origin().orElseThrow());
  }
}
