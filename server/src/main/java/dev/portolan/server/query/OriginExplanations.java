package dev.portolan.server.query;

import dev.portolan.federation.Destination;
import dev.portolan.federation.OriginFate;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionDecision;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.v1.DestinationTier;
import dev.portolan.v1.OriginExplanation;
import dev.portolan.v1.PartitionExplanation;
import dev.portolan.v1.PartitionSource;
import dev.portolan.wire.ExportRequestsCodec;
import dev.portolan.wire.PartitionRulesCodec;
import dev.portolan.wire.RecordEncoder;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of origins, with what the registry has of them. */
record OriginExplanations(RegistrySnapshot snapshot, OriginId cluster, Agents agents) {

  OriginExplanation of(HostKey host, OriginFate fate) {
    OriginId origin = fate.origin();
    ServiceKey service = host.at(origin);
    OriginExplanation.Builder answer =
        OriginExplanation.newBuilder()
            .setOrigin(origin.value())
            .setFate(encode(fate.fate()))
            .addAllTiers(tiers(fate.destinations()))
            .setConnected(agents.find(origin).filter(Agents.Agent::connected).isPresent());
    Summaries.service(snapshot, service)
        .ifPresent(
            summary ->
                answer.setCapacity(summary.getCapacity()).setEndpoints(summary.getEndpoints()));
    snapshot.service(service).map(ExportRequestsCodec::asked).ifPresent(answer::addAllAsks);
    snapshot.find(service).flatMap(RecordEncoder::provenance).ifPresent(answer::setProvenance);
    snapshot.liveness(origin).map(RecordEncoder::liveness).ifPresent(answer::setLiveness);
    partition(service).ifPresent(answer::setPartition);
    snapshot.holds(origin).stream()
        .filter(hold -> hold.keys().stream().anyMatch(key -> belongs(key, service)))
        .findFirst()
        .ifPresent(hold -> answer.setHold(hold.name()));
    return answer.build();
  }

  /** By what the planner asks; of the cluster's own service it asks nobody. */
  private Optional<PartitionExplanation> partition(ServiceKey service) {
    Optional<VirtualMesh> mesh =
        snapshot
            .meshOf(service.origin())
            .filter(own -> snapshot.meshOf(cluster).equals(Optional.of(own)));
    return service.origin().equals(cluster)
        ? Optional.empty()
        : mesh.flatMap(
            own ->
                snapshot
                    .service(service)
                    .map(offer -> encode(snapshot.partition(own, offer, cluster), service)));
  }

  private PartitionExplanation encode(PartitionDecision decision, ServiceKey service) {
    return PartitionExplanation.newBuilder()
        .setRule(PartitionRulesCodec.encode(decision.rule()))
        .setSource(encode(decision.source()))
        .setFailoverPolicy(decision.policy())
        .setInForce(snapshot.liveness(service.origin()).filter(decision.rule()::actsOn).isPresent())
        .build();
  }

  private static PartitionSource encode(PartitionDecision.Source source) {
    return switch (source) {
      case FAILOVER_POLICY -> PartitionSource.PARTITION_SOURCE_FAILOVER_POLICY;
      case MESH_HOST -> PartitionSource.PARTITION_SOURCE_MESH_HOST;
      case SERVICE -> PartitionSource.PARTITION_SOURCE_SERVICE;
      case MESH -> PartitionSource.PARTITION_SOURCE_MESH;
    };
  }

  private static boolean belongs(ResourceKey key, ServiceKey service) {
    return key.equals(service)
        || (key instanceof SliceKey slice && slice.service().equals(service));
  }

  private static List<DestinationTier> tiers(List<Destination> destinations) {
    SortedMap<Integer, DestinationTier.Builder> tiers = new TreeMap<>();
    for (Destination destination : destinations) {
      DestinationTier.Builder tier =
          tiers.computeIfAbsent(
              destination.tier(), number -> DestinationTier.newBuilder().setTier(number));
      tier.setDestinations(tier.getDestinations() + 1)
          .setWeight(tier.getWeight() + destination.weight())
          .setGateway(destination.gateway());
    }
    return tiers.values().stream().map(DestinationTier.Builder::build).toList();
  }

  private static dev.portolan.v1.OriginFate encode(OriginFate.Fate fate) {
    return switch (fate) {
      case NOT_A_MEMBER -> dev.portolan.v1.OriginFate.ORIGIN_FATE_NOT_A_MEMBER;
      case NOT_EXPORTED -> dev.portolan.v1.OriginFate.ORIGIN_FATE_NOT_EXPORTED;
      case NOT_IMPORTED -> dev.portolan.v1.OriginFate.ORIGIN_FATE_NOT_IMPORTED;
      case HOST_OMITTED -> dev.portolan.v1.OriginFate.ORIGIN_FATE_HOST_OMITTED;
      case PORTS_DIFFER -> dev.portolan.v1.OriginFate.ORIGIN_FATE_PORTS_DIFFER;
      case OWN_SERVICE -> dev.portolan.v1.OriginFate.ORIGIN_FATE_OWN_SERVICE;
      case OUT_OF_REACH -> dev.portolan.v1.OriginFate.ORIGIN_FATE_OUT_OF_REACH;
      case UNVERIFIED -> dev.portolan.v1.OriginFate.ORIGIN_FATE_UNVERIFIED;
      case NOTHING_READY -> dev.portolan.v1.OriginFate.ORIGIN_FATE_NOTHING_READY;
      case RULED_OUT -> dev.portolan.v1.OriginFate.ORIGIN_FATE_RULED_OUT;
      case DOMAIN_DIFFERS -> dev.portolan.v1.OriginFate.ORIGIN_FATE_DOMAIN_DIFFERS;
      case WITHDRAWN -> dev.portolan.v1.OriginFate.ORIGIN_FATE_WITHDRAWN;
      case LEFT_OUT -> dev.portolan.v1.OriginFate.ORIGIN_FATE_LEFT_OUT;
      case USED -> dev.portolan.v1.OriginFate.ORIGIN_FATE_USED;
    };
  }
}
