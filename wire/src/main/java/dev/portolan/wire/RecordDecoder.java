package dev.portolan.wire;

import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.Capacity;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.v1.EndpointSliceRemoval;
import dev.portolan.v1.ServiceRemoval;
import java.util.Optional;

/**
 * Messages of untrusted senders to records. Every method adds all that is wrong to the given
 * violations and gives a record only when nothing was; none throws on bad data. Output-only fields
 * (provenance, reported, liveness) are left aside. Immutable.
 */
public final class RecordDecoder {
  private static final RecordDecoder ANY_ORIGIN = new RecordDecoder(new OriginRule(null));

  private final OriginRule origins;

  private RecordDecoder(OriginRule origins) {
    this.origins = origins;
  }

  /** For a report stream: records of this origin, whose name the messages may leave empty. */
  public static RecordDecoder of(OriginId origin) {
    return new RecordDecoder(new OriginRule(origin));
  }

  /** For what the hub sends: records of any origin, each named. */
  public static RecordDecoder ofAnyOrigin() {
    return ANY_ORIGIN;
  }

  public Optional<VirtualMesh> virtualMesh(
      dev.portolan.v1.VirtualMesh message, Violations violations) {
    return VirtualMeshCodec.decode(message, violations);
  }

  public Optional<FailoverPolicy> failoverPolicy(
      dev.portolan.v1.FailoverPolicy message, Violations violations) {
    return FailoverPolicyCodec.decode(message, violations);
  }

  public Optional<TrafficPolicy> trafficPolicy(
      dev.portolan.v1.TrafficPolicy message, Violations violations) {
    return TrafficPolicyCodec.decode(message, violations);
  }

  public Optional<AccessPolicy> accessPolicy(
      dev.portolan.v1.AccessPolicy message, Violations violations) {
    return AccessPolicyCodec.decode(message, violations);
  }

  public Optional<Cluster> cluster(dev.portolan.v1.Cluster message, Violations violations) {
    return ClusterCodec.decode(message, origins, violations);
  }

  public Optional<Service> service(dev.portolan.v1.Service message, Violations violations) {
    return ServiceCodec.decode(message, origins, violations);
  }

  public Optional<Capacity> capacity(dev.portolan.v1.Capacity message, Violations violations) {
    return CapacityCodec.decode(message, origins, violations);
  }

  public Optional<EndpointSlice> slice(
      dev.portolan.v1.EndpointSlice message, Violations violations) {
    return SliceCodec.decode(message, origins, violations);
  }

  /** The service that a report withdraws. */
  public Optional<ServiceKey> serviceKey(ServiceRemoval message, Violations violations) {
    int before = violations.count();
    Optional<OriginId> origin = origins.decode("", violations);
    violations.check("namespace", Names.labelProblem(message.getNamespace()));
    violations.check("name", Names.labelProblem(message.getName()));
    return violations.count() > before
        ? Optional.empty()
        : origin.map(own -> new ServiceKey(own, message.getNamespace(), message.getName()));
  }

  /** The slice that a report withdraws. */
  public Optional<SliceKey> sliceKey(EndpointSliceRemoval message, Violations violations) {
    int before = violations.count();
    Optional<OriginId> origin = origins.decode("", violations);
    violations.check("namespace", Names.labelProblem(message.getNamespace()));
    violations.check("service", Names.labelProblem(message.getService()));
    violations.check("name", Names.subdomainProblem(message.getName()));
    return violations.count() > before
        ? Optional.empty()
        : origin
            .map(own -> new ServiceKey(own, message.getNamespace(), message.getService()))
            .map(service -> new SliceKey(service, message.getName()));
  }

  /** What the hub says of a cluster that it sends. */
  public Standing standing(dev.portolan.v1.Cluster message, OriginId origin, Violations at) {
    return new Standing(
        message.getReported(),
        message.hasLiveness()
            ? LivenessCodec.decode(message.getLiveness(), origin, at.at("liveness"))
            : Optional.empty());
  }

  /** Where a record that the hub sends stands in history; the default message is local. */
  public Optional<Provenance> provenance(
      dev.portolan.v1.Provenance message, Violations violations) {
    return ProvenanceCodec.decode(message, violations);
  }
}
