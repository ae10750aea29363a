package dev.portolan.bench.wire;

import dev.portolan.v1.BatchItem;
import dev.portolan.v1.Cluster;
import dev.portolan.v1.Endpoint;
import dev.portolan.v1.EndpointHealth;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.Locality;
import dev.portolan.v1.MeshMode;
import dev.portolan.v1.Protocol;
import dev.portolan.v1.Service;
import dev.portolan.v1.ServiceKind;
import dev.portolan.v1.ServicePort;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Services as the benchmarks have them: three endpoints each, a port, an identity. All on one
 * network, so that agents are sent the endpoints themselves. Pure: the same number, the same
 * service.
 */
public final class World {
  private static final Locality ZONE =
      Locality.newBuilder().setRegion("region-1").setZone("zone-1").build();
  private static final String NETWORK = "bench";

  private World() {}

  /** The cluster of an agent, or of an origin of services. */
  public static BatchItem cluster(String origin) {
    return BatchItem.newBuilder()
        .setCluster(
            Cluster.newBuilder()
                .setOrigin(origin)
                .setNetwork(NETWORK)
                .setTrustDomain("cluster.local")
                .setClusterDomain("cluster.local"))
        .build();
  }

  /** A service and its endpoints. */
  public static List<BatchItem> offered(int service) {
    return List.of(service(service), slice(service, 0));
  }

  private static BatchItem service(int number) {
    return BatchItem.newBuilder()
        .setService(
            Service.newBuilder()
                .setNamespace(namespace(number))
                .setName(name(number))
                .setKind(ServiceKind.SERVICE_KIND_VIRTUAL_IP)
                .addPorts(
                    ServicePort.newBuilder()
                        .setName("http")
                        .setNumber(80)
                        .setProtocol(Protocol.PROTOCOL_HTTP))
                .addIdentities("spiffe://cluster.local/ns/" + namespace(number) + "/sa/web"))
        .build();
  }

  /**
   * The endpoints of a service.
   *
   * @param generation another one means that an endpoint has moved
   */
  public static BatchItem slice(int number, int generation) {
    return slice(
        number,
        Stream.of(endpoint(number, 1, 0), endpoint(number, 2, 0), endpoint(number, 3, generation)));
  }

  /** The same, of some 64 KB: a hundred endpoints with many labels. */
  public static BatchItem largeSlice(int number, int generation) {
    return slice(
        number,
        Stream.iterate(0, i -> i + 1)
            .limit(100)
            .map(
                i -> {
                  Endpoint.Builder endpoint =
                      endpoint(number, i + 1, i == 0 ? generation : 0).toBuilder();
                  for (int label = 0; label < 9; label++) {
                    endpoint.putLabels("portolan.dev/label-" + label, "v".repeat(30) + label);
                  }
                  return endpoint.build();
                }));
  }

  private static BatchItem slice(int number, Stream<Endpoint> endpoints) {
    return BatchItem.newBuilder()
        .setEndpointSlice(
            EndpointSlice.newBuilder()
                .setNamespace(namespace(number))
                .setService(name(number))
                .setName(name(number))
                .putPorts("http", 8080)
                .addAllEndpoints(endpoints.toList()))
        .build();
  }

  private static Endpoint endpoint(int number, int pod, int generation) {
    return Endpoint.newBuilder()
        .setAddress(
            "10.%d.%d.%d"
                .formatted(
                    number >> 8 & 0xff, number & 0xff, (pod + 100 * (generation % 2)) & 0xff))
        .setHealth(EndpointHealth.ENDPOINT_HEALTH_READY)
        .setMeshMode(MeshMode.MESH_MODE_SIDECAR)
        .setLocality(ZONE)
        .setServiceAccount("web")
        .build();
  }

  static String namespace(int number) {
    return String.format(Locale.ROOT, "ns-%02d", number % 100);
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "svc-%06d", number);
  }

  /** The number in a resource name of a slice. */
  public static int number(String resourceName) {
    int length = resourceName.length();
    int number = 0;
    for (int i = length - 6; i < length; i++) {
      number = number * 10 + resourceName.charAt(i) - '0';
    }
    return number;
  }
}
