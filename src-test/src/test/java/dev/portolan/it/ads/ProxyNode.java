package dev.portolan.it.ads;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.portolan.it.peers.Istiod;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whom a proxy says to be. Istiod believes it: nothing here is authenticated.
 *
 * @param type {@code sidecar} or {@code router}
 * @param address of the workload; istiod finds its pod and services by it
 * @param labels of the workload
 * @param network of the workload
 * @param region of the workload; may be empty
 * @param zone may be empty
 * @param metadata more of it, as Istio's agent sends it from its environment
 */
public record ProxyNode(
    String type,
    String address,
    String name,
    String namespace,
    String serviceAccount,
    String cluster,
    Map<String, String> labels,
    String network,
    String region,
    String zone,
    Map<String, String> metadata) {
  public ProxyNode {
    labels = Map.copyOf(labels);
    metadata = Map.copyOf(metadata);
  }

  /** The sidecar of a client that is no part of any service. */
  public static ProxyNode client(String cluster, String namespace, String network) {
    return new ProxyNode(
        "sidecar",
        "10.99.0.1",
        "client",
        namespace,
        "client",
        cluster,
        Map.of("app", "client"),
        network,
        "",
        "",
        Map.of());
  }

  /** A stock east-west gateway, as Istio's chart installs it for a network. */
  public static ProxyNode gateway(String cluster, String network) {
    return new ProxyNode(
        "router",
        "10.99.0.2",
        "istio-eastwestgateway",
        "istio-system",
        "istio-eastwestgateway",
        cluster,
        Map.of("istio", "eastwestgateway", "topology.istio.io/network", network),
        network,
        "",
        "",
        Map.of("REQUESTED_NETWORK_VIEW", network));
  }

  /** The same in a place. */
  public ProxyNode in(String newRegion, String newZone) {
    return new ProxyNode(
        type,
        address,
        name,
        namespace,
        serviceAccount,
        cluster,
        labels,
        network,
        newRegion,
        newZone,
        metadata);
  }

  /** The same with one more entry in its metadata. */
  public ProxyNode with(String key, String value) {
    Map<String, String> more = new TreeMap<>(metadata);
    more.put(key, value);
    return new ProxyNode(
        type,
        address,
        name,
        namespace,
        serviceAccount,
        cluster,
        labels,
        network,
        region,
        zone,
        more);
  }

  /** {@code type~address~name.namespace~domain}: istiod takes these four from it. */
  public String id() {
    return "%s~%s~%s.%s~%s.svc.cluster.local".formatted(type, address, name, namespace, namespace);
  }

  /** As Envoy sends it with its first request. */
  public Node message() {
    Struct.Builder fields = Struct.newBuilder();
    Map.of(
            "NAMESPACE", namespace,
            "CLUSTER_ID", cluster,
            "ISTIO_VERSION", Istiod.VERSION,
            "SERVICE_ACCOUNT", serviceAccount,
            "INSTANCE_IPS", address,
            "MESH_ID", "mesh1")
        .forEach((key, value) -> fields.putFields(key, text(value)));
    if (!network.isEmpty()) {
      fields.putFields("NETWORK", text(network));
    }
    Struct.Builder labelFields = Struct.newBuilder();
    labels.forEach((key, value) -> labelFields.putFields(key, text(value)));
    fields.putFields("LABELS", Value.newBuilder().setStructValue(labelFields).build());
    metadata.forEach((key, value) -> fields.putFields(key, text(value)));
    return Node.newBuilder()
        .setId(id())
        .setCluster(name + "." + namespace)
        .setLocality(Locality.newBuilder().setRegion(region).setZone(zone))
        .setMetadata(fields)
        .build();
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }
}
