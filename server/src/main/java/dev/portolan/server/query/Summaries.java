package dev.portolan.server.query;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OriginShard;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.PartitionAction;
import dev.portolan.v1.ServiceSummary;
import dev.portolan.wire.HostRulesCodec;
import dev.portolan.wire.PartitionRulesCodec;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.Standing;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Records with what stands behind them, as readers are shown them. Pure. */
final class Summaries {
  private Summaries() {}

  /** A service without its clients' names; empty when its origin does not offer it. */
  static Optional<ServiceSummary> service(RegistrySnapshot snapshot, ServiceKey key) {
    return snapshot
        .find(key)
        .map(recorded -> recorded.as(Service.class))
        .map(
            service -> {
              ServiceSummary.Builder summary =
                  ServiceSummary.newBuilder()
                      .setService(RecordEncoder.service(service))
                      .setCapacity(RecordEncoder.capacity(Recorded.local(snapshot.capacity(key))))
                      .setEndpoints(endpoints(snapshot.origin(key.origin()).slicesOf(key)))
                      .setHost(HostNames.nameOf(snapshot, key));
              HostNames.exporting(snapshot, key)
                  .map(mesh -> HostRulesCodec.encode(mesh.hosts().modeOf(key.host())))
                  .ifPresent(summary::setMode);
              return summary.build();
            });
  }

  /**
   * An origin and what it offers, without its agent's state and without findings; of an unknown
   * origin just the name.
   */
  static ClusterSummary.Builder cluster(RegistrySnapshot snapshot, OriginId origin) {
    OriginShard shard = snapshot.origin(origin);
    return ClusterSummary.newBuilder()
        .setCluster(facts(snapshot, origin, shard))
        .setVirtualMesh(snapshot.meshOf(origin).map(mesh -> mesh.key().name()).orElse(""))
        .setPartition(partition(snapshot, origin))
        .setServices(shard.services().size())
        .setEndpoints(endpoints(shard.slices()));
  }

  private static PartitionAction partition(RegistrySnapshot snapshot, OriginId origin) {
    return snapshot
        .meshOf(origin)
        .map(mesh -> mesh.partition().rule())
        .filter(rule -> snapshot.liveness(origin).filter(rule::actsOn).isPresent())
        .map(rule -> PartitionRulesCodec.encode(rule.action()))
        .orElse(PartitionAction.PARTITION_ACTION_UNSPECIFIED);
  }

  private static dev.portolan.v1.Cluster facts(
      RegistrySnapshot snapshot, OriginId origin, OriginShard shard) {
    Standing standing = Standing.of(snapshot, origin);
    Optional<Recorded<Cluster>> facts = shard.cluster();
    return facts
        .map(recorded -> RecordEncoder.cluster(recorded, standing))
        .orElseGet(
            () ->
                RecordEncoder.cluster(Recorded.local(Cluster.unknown(origin)), standing).toBuilder()
                    .clearTrustDomain()
                    .clearClusterDomain()
                    .build());
  }

  // An endpoint that moves between slices is in two of them for a moment; it counts once.
  private static int endpoints(Collection<Recorded<EndpointSlice>> slices) {
    Set<Place> places = new HashSet<>();
    for (Recorded<EndpointSlice> slice : slices) {
      ServiceKey service = slice.resource().key().service();
      slice
          .resource()
          .endpoints()
          .forEach(endpoint -> places.add(new Place(service, endpoint.address())));
    }
    return places.size();
  }

  private record Place(ServiceKey service, String address) {}
}
