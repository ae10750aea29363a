package dev.portolan.world;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Small clusters and what may happen in them; everything by chance comes from the seed. */
public final class Worlds {
  public static final String NAMESPACE = "shop";

  /** Trust domains; where two clusters have one, nobody can tell their workloads apart. */
  static final List<String> DOMAINS = List.of(Cluster.DEFAULT_DOMAIN, "td-0", "td-1", "td-2");

  private static final List<String> NETWORKS = List.of("blue", "blue", "green", "");
  private static final List<String> REGIONS = List.of("r1", "r2", "");
  private static final List<String> SERVICES = List.of("cart", "pay", "stock");
  private static final int MAX_SLICES = 3;

  private final Random random;

  public Worlds(Random random) {
    this.random = random;
  }

  /** Some clusters, each with some services. */
  public List<Origin> origins() {
    List<Origin> origins = new ArrayList<>();
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      Origin origin = new Origin(facts(new OriginId("c" + i), i));
      SERVICES.stream().filter(name -> random.nextInt(3) > 0).forEach(name -> offer(origin, name));
      origin.settle();
      origins.add(origin);
    }
    return origins;
  }

  /** Every host that may ever be. */
  public static List<HostKey> hosts() {
    return SERVICES.stream().map(name -> new HostKey(NAMESPACE, name)).toList();
  }

  public static VirtualMesh mesh(List<Origin> origins) {
    return new VirtualMesh(
        new VirtualMeshKey("chain"),
        origins.stream().map(Origin::id).toList(),
        VirtualMesh.DEFAULT_SUFFIX,
        Sorted.set(Set.of(NAMESPACE)));
  }

  /** Something happens in a cluster; says what. */
  public String change(Origin origin) {
    List<Service> services =
        origin.snapshot().origin(origin.id()).services().stream().map(Recorded::resource).toList();
    int kind = random.nextInt(10);
    if (kind == 0 || services.isEmpty()) {
      String name = SERVICES.get(random.nextInt(SERVICES.size()));
      offer(origin, name);
      return "offers " + name;
    }
    Service service = services.get(random.nextInt(services.size()));
    String name = service.key().name();
    if (kind == 1) {
      origin.change(List.of(), withSlices(origin, List.of(service)));
      return "withdraws " + name;
    }
    if (kind == 2 && random.nextInt(3) == 0) {
      origin.change(List.of(), withSlices(origin, services));
      return "withdraws everything";
    }
    if (kind <= 4) {
      Cluster facts = facts(origin.id(), random.nextInt(NETWORKS.size()));
      origin.change(List.of(facts), List.of());
      return "is %s %s %s %s"
          .formatted(facts.network(), facts.gateways(), facts.locality(), facts.trustDomain());
    }
    SliceKey slice = new SliceKey(service.key(), name + "-" + random.nextInt(MAX_SLICES));
    if (kind == 5) {
      origin.change(List.of(), List.of(slice));
      return "drops slice " + slice.name();
    }
    origin.change(List.of(slice(slice)), List.of());
    return "has other endpoints in " + slice.name();
  }

  /** A part of a cluster's records, as a process that has not read everything misses it. */
  public Set<ResourceKey> part(Origin origin) {
    Set<ResourceKey> part = new TreeSet<>();
    part.add(origin.facts().key());
    RegistrySnapshot now = origin.snapshot();
    for (Recorded<Service> service : now.origin(origin.id()).services()) {
      if (random.nextBoolean()) {
        part.addAll(withSlices(origin, List.of(service.resource())));
      }
    }
    return part;
  }

  private void offer(Origin origin, String name) {
    ServiceKey key = new HostKey(NAMESPACE, name).at(origin.id());
    List<ServicePort> ports = new ArrayList<>();
    ports.add(new ServicePort("http", 80, random.nextInt(6) == 0 ? Protocol.TCP : Protocol.HTTP));
    if (random.nextInt(3) == 0) {
      ports.add(new ServicePort("admin", 81, Protocol.HTTP));
    }
    List<Resource> puts = new ArrayList<>();
    puts.add(
        Service.of(
            key,
            ports,
            Map.of(),
            Set.of("spiffe://cluster.local/ns/shop/sa/" + origin.id()),
            Service.Kind.VIRTUAL_IP,
            Optional.of(Instant.ofEpochSecond(random.nextInt(100)))));
    for (int i = 0; i <= random.nextInt(MAX_SLICES); i++) {
      puts.add(slice(new SliceKey(key, name + "-" + i)));
    }
    origin.change(puts, List.of());
  }

  private EndpointSlice slice(SliceKey key) {
    List<Endpoint> endpoints = new ArrayList<>();
    int cluster = Integer.parseInt(key.service().origin().value().substring(1));
    int slice = key.name().charAt(key.name().length() - 1) - '0';
    for (int i = 0; i < random.nextInt(4); i++) {
      endpoints.add(
          new Endpoint(
              "10.%d.%d.%d"
                  .formatted(cluster, SERVICES.indexOf(key.service().name()), 10 * slice + i),
              random.nextInt(4) == 0 ? Endpoint.Health.NOT_READY : Endpoint.Health.READY,
              random.nextInt(4) == 0 ? Endpoint.MeshMode.NONE : Endpoint.MeshMode.SIDECAR,
              random.nextBoolean() ? Locality.UNKNOWN : new Locality("r1", "z1", ""),
              "sa",
              Sorted.map(Map.of())));
    }
    return new EndpointSlice(key, Sorted.map(Map.of("http", 8080, "admin", 8081)), endpoints);
  }

  private Cluster facts(OriginId origin, int network) {
    List<Gateway> gateways = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      gateways.add(new Gateway("192.0.2." + (10 * (origin.value().charAt(1) - '0') + i), 15443));
    }
    return new Cluster(
        new ClusterKey(origin),
        "uid-" + origin,
        NETWORKS.get(network),
        DOMAINS.get(random.nextInt(DOMAINS.size())),
        Sorted.set(List.of()),
        Cluster.DEFAULT_DOMAIN,
        gateways,
        new Locality(REGIONS.get(random.nextInt(REGIONS.size())), "", ""),
        Optional.of(Instant.ofEpochSecond(1000)));
  }

  private static List<ResourceKey> withSlices(Origin origin, List<Service> services) {
    List<ResourceKey> keys = new ArrayList<>();
    for (Service service : services) {
      keys.add(service.key());
      origin.snapshot().slices(service.key()).forEach(slice -> keys.add(slice.key()));
    }
    return keys;
  }
}
