package dev.portolan.agent.view;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.Capacity;
import dev.portolan.registry.Capacity.LocalityCapacity;
import dev.portolan.registry.CapacityKey;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Builds small snapshots: clusters on one network, services on port 80 in namespace {@code shop}.
 */
final class World {
  static final OriginId SELF = new OriginId("self");
  static final OriginId EAST = new OriginId("east");
  static final OriginId WEST = new OriginId("west");
  static final String FIRST_EPOCH = "00000000000000aa";
  static final String SECOND_EPOCH = "00000000000000bb";

  private final SortedMap<ResourceKey, Recorded<?>> records = new TreeMap<>();

  /** The members, and {@code SELF}'s facts: the hub knows on which network it is. */
  World mesh(OriginId... members) {
    return meshAlone(members).cluster(SELF);
  }

  World meshAlone(OriginId... members) {
    return with(shop(members));
  }

  private static VirtualMesh shop(OriginId... members) {
    return new VirtualMesh(
        new VirtualMeshKey("shop"),
        Arrays.asList(members),
        VirtualMesh.DEFAULT_SUFFIX,
        Sorted.set(Set.of("shop")));
  }

  /** The members as by {@link #mesh}, and how hosts are written. */
  World mesh(HostRules hosts, OriginId... members) {
    return mesh(members).with(shop(members).with(hosts));
  }

  World cluster(OriginId origin) {
    return clusterOn(origin, "flat");
  }

  World clusterOn(OriginId origin, String network) {
    return with(
        new Cluster(
            new ClusterKey(origin),
            "",
            network,
            Cluster.DEFAULT_DOMAIN,
            Sorted.set(Set.of()),
            Cluster.DEFAULT_DOMAIN,
            List.of(),
            Locality.UNKNOWN));
  }

  World reported(OriginId origin) {
    return with(new ReportProgress(new ReportKey(origin), 1, 1, true, true)).cluster(origin);
  }

  /** Has reported, and begins again as a new incarnation. */
  World reportingAgain(OriginId origin) {
    return with(new ReportProgress(new ReportKey(origin), 2, 1, false, true)).cluster(origin);
  }

  /** The hub has lost it for so long. */
  World lost(OriginId origin, Duration lostFor) {
    return with(Liveness.lost(origin, Instant.parse("2026-11-01T12:00:00Z"), lostFor));
  }

  /** The members as by {@link #mesh}, and what they do about one that is lost. */
  World mesh(PartitionRules partition, OriginId... members) {
    return mesh(members).with(shop(members).with(partition));
  }

  /** What another network sees of a service: how many are ready. */
  World capacity(OriginId origin, String name, int ready) {
    var key = new CapacityKey(new HostKey("shop", name).at(origin));
    return with(new Capacity(key, List.of(new LocalityCapacity(Locality.UNKNOWN, ready, 0))));
  }

  /** Who may call every host, and how it is without a policy. */
  World access(AccessGrant... allow) {
    return with(
        new AccessPolicy(
            PolicyKey.access("callers"),
            new VirtualMeshKey("shop"),
            List.of(HostSelector.ALL),
            List.of(allow)));
  }

  /** The members as by {@link #mesh}, and who may call hosts without a policy. */
  World mesh(VirtualMesh.AccessDefault access, OriginId... members) {
    return mesh(members).with(shop(members).with(access));
  }

  World service(OriginId origin, String name, String... addresses) {
    var key = new HostKey("shop", name).at(origin);
    var ports = List.of(new ServicePort("http", 80, Protocol.HTTP));
    with(Service.of(key, ports, Map.of(), Set.of(), Service.Kind.VIRTUAL_IP, Optional.empty()));
    List<Endpoint> endpoints =
        Arrays.stream(addresses)
            .map(
                address ->
                    new Endpoint(
                        address,
                        Endpoint.Health.READY,
                        Endpoint.MeshMode.SIDECAR,
                        Locality.UNKNOWN,
                        name,
                        Sorted.map(Map.of())))
            .toList();
    return with(
        new EndpointSlice(
            new SliceKey(key, name + "-1"), Sorted.map(Map.of("http", 8080)), endpoints));
  }

  /** The service, as it asks to be exported. */
  World asking(OriginId origin, String name, ExportRequests requests) {
    Recorded<?> service = Objects.requireNonNull(records.get(new HostKey("shop", name).at(origin)));
    return with(service.as(Service.class).resource().with(requests));
  }

  RegistrySnapshot at(String epoch, long sequence) {
    Revision revision = new Revision(epoch, sequence);
    return new RegistryDelta(Revision.NONE, revision, records, new TreeSet<>())
        .applyTo(RegistrySnapshot.EMPTY);
  }

  /** The records as the own cluster's complete list, with namespace {@code shop}. */
  LocalState local() {
    RegistrySnapshot snapshot =
        new RegistryDelta(Revision.NONE, Revision.NONE, records, new TreeSet<>())
            .applyTo(RegistrySnapshot.EMPTY);
    return new LocalState(snapshot, Sorted.set(Set.of("shop")), List.of(), true);
  }

  private World with(Resource resource) {
    records.put(resource.key(), Recorded.local(resource));
    return this;
  }
}
