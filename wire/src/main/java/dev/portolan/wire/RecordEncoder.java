package dev.portolan.wire;

import com.google.protobuf.Message;
import dev.portolan.registry.Capacity;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Service;
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
   * @param reported for clusters: {@code ReportProgress.everComplete} of the origin; without effect
   *     on other records
   * @throws IllegalStateException for a {@code ReportProgress}, which never leaves the hub
   */
  public static Message encode(Recorded<?> recorded, boolean reported) {
    return switch (recorded.key().kind()) {
      case VIRTUAL_MESH -> virtualMesh(recorded.as(VirtualMesh.class));
      case CLUSTER -> cluster(recorded.as(Cluster.class), reported);
      case SERVICE -> service(recorded.as(Service.class));
      case CAPACITY -> capacity(recorded.as(Capacity.class));
      case SLICE -> slice(recorded.as(EndpointSlice.class));
      case REPORT -> throw new IllegalStateException(recorded.key() + " has no message");
    };
  }

  public static dev.portolan.v1.VirtualMesh virtualMesh(Recorded<VirtualMesh> recorded) {
    dev.portolan.v1.VirtualMesh.Builder message = VirtualMeshCodec.encode(recorded.resource());
    provenance(recorded).ifPresent(message::setProvenance);
    return message.build();
  }

  /** A cluster; {@code reported} is {@code ReportProgress.everComplete} of its origin. */
  public static dev.portolan.v1.Cluster cluster(Recorded<Cluster> recorded, boolean reported) {
    dev.portolan.v1.Cluster.Builder message = ClusterCodec.encode(recorded.resource());
    provenance(recorded).ifPresent(message::setProvenance);
    return message.setReported(reported).build();
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

  private static Optional<dev.portolan.v1.Provenance> provenance(Recorded<?> recorded) {
    return recorded.provenance().equals(Provenance.LOCAL)
        ? Optional.empty()
        : Optional.of(ProvenanceCodec.encode(recorded.provenance()));
  }
}
