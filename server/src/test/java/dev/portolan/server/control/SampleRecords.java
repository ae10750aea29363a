package dev.portolan.server.control;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small valid records by name, for tests that care for keys and content, not for meaning. */
public final class SampleRecords {
  public static final OriginId EAST = new OriginId("east-1");
  public static final OriginId WEST = new OriginId("west-1");

  private SampleRecords() {}

  public static ServiceKey serviceKey(OriginId origin, String name) {
    return new ServiceKey(origin, "bookinfo", name);
  }

  public static SliceKey sliceKey(OriginId origin, String service, String name) {
    return new SliceKey(serviceKey(origin, service), name);
  }

  /** A service; different ports make different contents. */
  public static Service service(OriginId origin, String name, int port) {
    return Service.of(
        serviceKey(origin, name),
        List.of(new ServicePort("http", port, Protocol.HTTP)),
        Map.of("app", name),
        Set.of(),
        Service.Kind.VIRTUAL_IP,
        Optional.empty());
  }

  /** A slice with that many ready endpoints. */
  public static EndpointSlice slice(OriginId origin, String service, String name, int endpoints) {
    return new EndpointSlice(
        sliceKey(origin, service, name),
        Sorted.map(Map.of("http", 8080)),
        IntStream.range(0, endpoints).mapToObj(SampleRecords::endpoint).toList());
  }

  public static Cluster cluster(OriginId origin, String network) {
    return new Cluster(
        new ClusterKey(origin),
        "",
        network,
        Cluster.DEFAULT_DOMAIN,
        Sorted.set(List.of()),
        Cluster.DEFAULT_DOMAIN,
        List.of(),
        Locality.UNKNOWN);
  }

  /** A cluster whose services have another domain at home. */
  public static Cluster clusterIn(OriginId origin, String domain) {
    return new Cluster(
        new ClusterKey(origin),
        "",
        "",
        Cluster.DEFAULT_DOMAIN,
        Sorted.set(List.of()),
        domain,
        List.of(),
        Locality.UNKNOWN);
  }

  /** A virtual mesh all of whose hosts have a mode. */
  public static VirtualMesh mesh(String name, HostMode mode, OriginId... members) {
    return new VirtualMesh(
        new VirtualMeshKey(name),
        Stream.of(members).toList(),
        VirtualMesh.DEFAULT_SUFFIX,
        Sorted.set(List.of("*")),
        new HostRules(
            mode,
            Sorted.map(Map.of()),
            HostRules.DEFAULT_MAX_ENDPOINTS,
            HostRules.Overflow.SHARD,
            HostRules.MissingNamespace.SKIP));
  }

  public static VirtualMesh mesh(String name, OriginId... members) {
    return new VirtualMesh(
        new VirtualMeshKey(name),
        Stream.of(members).toList(),
        VirtualMesh.DEFAULT_SUFFIX,
        Sorted.set(List.of("*")));
  }

  private static Endpoint endpoint(int number) {
    return new Endpoint(
        "10.0.0." + (number + 1),
        Endpoint.Health.READY,
        Endpoint.MeshMode.SIDECAR,
        Locality.UNKNOWN,
        "default",
        Sorted.map(Map.of()));
  }
}
