package dev.portolan.wire;

import com.google.protobuf.Message;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.Capacity;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.VirtualMesh;
import java.util.Optional;

/**
 * Records to messages, with their provenance unless it is {@link Provenance#LOCAL}. Equal records
 * give equal messages.
 */
public final class RecordEncoder {
  private RecordEncoder() {}

  /**
   * Any record that travels.
   *
   * @param standing for clusters: what the hub says of the origin; without effect on other records
   * @throws IllegalStateException for records that have no message of their own: {@code
   *     ReportProgress}, {@code Liveness}, {@code Hold}, {@code Registration}
   */
  public static Message encode(Recorded<?> recorded, Standing standing) {
    return switch (recorded.key().kind()) {
      case VIRTUAL_MESH -> virtualMesh(recorded.as(VirtualMesh.class));
      case FAILOVER_POLICY -> failoverPolicy(recorded.as(FailoverPolicy.class));
      case TRAFFIC_POLICY -> trafficPolicy(recorded.as(TrafficPolicy.class));
      case ACCESS_POLICY -> accessPolicy(recorded.as(AccessPolicy.class));
      case CLUSTER -> cluster(recorded.as(Cluster.class), standing);
      case SERVICE -> service(recorded.as(Service.class));
      case CAPACITY -> capacity(recorded.as(Capacity.class));
      case SLICE -> slice(recorded.as(EndpointSlice.class));
      case REPORT, LIVENESS, HOLD, REGISTRATION ->
          throw new IllegalStateException(recorded.key() + " has no message");
    };
  }

  public static dev.portolan.v1.VirtualMesh virtualMesh(Recorded<VirtualMesh> recorded) {
    dev.portolan.v1.VirtualMesh.Builder message = VirtualMeshCodec.encode(recorded.resource());
    provenance(recorded).ifPresent(message::setProvenance);
    return message.build();
  }

  public static dev.portolan.v1.FailoverPolicy failoverPolicy(Recorded<FailoverPolicy> recorded) {
    dev.portolan.v1.FailoverPolicy.Builder message =
        FailoverPolicyCodec.encode(recorded.resource());
    provenance(recorded).ifPresent(message::setProvenance);
    return message.build();
  }

  public static dev.portolan.v1.TrafficPolicy trafficPolicy(Recorded<TrafficPolicy> recorded) {
    dev.portolan.v1.TrafficPolicy.Builder message = TrafficPolicyCodec.encode(recorded.resource());
    provenance(recorded).ifPresent(message::setProvenance);
    return message.build();
  }

  public static dev.portolan.v1.AccessPolicy accessPolicy(Recorded<AccessPolicy> recorded) {
    dev.portolan.v1.AccessPolicy.Builder message = AccessPolicyCodec.encode(recorded.resource());
    provenance(recorded).ifPresent(message::setProvenance);
    return message.build();
  }

  /** A cluster with what the hub says of its origin. */
  public static dev.portolan.v1.Cluster cluster(Recorded<Cluster> recorded, Standing standing) {
    dev.portolan.v1.Cluster.Builder message = ClusterCodec.encode(recorded.resource());
    provenance(recorded).ifPresent(message::setProvenance);
    standing.liveness().map(LivenessCodec::encode).ifPresent(message::setLiveness);
    return message.setReported(standing.reported()).build();
  }

  public static dev.portolan.v1.Service service(Recorded<Service> recorded) {
    dev.portolan.v1.Service.Builder message = ServiceCodec.encode(recorded.resource());
    provenance(recorded).ifPresent(message::setProvenance);
    return message.build();
  }

  public static dev.portolan.v1.Capacity capacity(Recorded<Capacity> recorded) {
    dev.portolan.v1.Capacity.Builder message = CapacityCodec.encode(recorded.resource());
    provenance(recorded).ifPresent(message::setProvenance);
    return message.build();
  }

  public static dev.portolan.v1.EndpointSlice slice(Recorded<EndpointSlice> recorded) {
    dev.portolan.v1.EndpointSlice.Builder message = SliceCodec.encode(recorded.resource());
    provenance(recorded).ifPresent(message::setProvenance);
    return message.build();
  }

  public static dev.portolan.v1.ServicePort port(ServicePort port) {
    return ServiceCodec.encode(port);
  }

  public static dev.portolan.v1.Liveness liveness(Liveness liveness) {
    return LivenessCodec.encode(liveness);
  }

  /** Nothing for a record that no hub has seen. */
  public static Optional<dev.portolan.v1.Provenance> provenance(Recorded<?> recorded) {
    return recorded.provenance().equals(Provenance.LOCAL)
        ? Optional.empty()
        : Optional.of(ProvenanceCodec.encode(recorded.provenance()));
  }
}
