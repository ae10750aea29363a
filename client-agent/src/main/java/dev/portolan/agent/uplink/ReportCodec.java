package dev.portolan.agent.uplink;

import com.google.protobuf.Timestamp;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Finding;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.EndpointSliceRemoval;
import dev.portolan.v1.ServiceRemoval;
import dev.portolan.v1.Status;
import dev.portolan.wire.FindingCodec;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.Standing;
import java.time.Instant;
import java.util.SortedSet;

/** Changes and status as the messages of a report stream. */
final class ReportCodec {
  /** What an item costs in a batch beside itself: field tag and length. */
  static final int ITEM_OVERHEAD = 6;

  private static final int MAX_FINDINGS = 1000;

  private ReportCodec() {}

  static BatchItem item(Change change) {
    return change.record().map(ReportCodec::put).orElseGet(() -> removal(change));
  }

  private static BatchItem put(Recorded<?> record) {
    BatchItem.Builder item = BatchItem.newBuilder();
    return switch (record.key().kind()) {
      case CLUSTER ->
          item.setCluster(RecordEncoder.cluster(record.as(Cluster.class), Standing.NONE)).build();
      case SERVICE -> item.setService(RecordEncoder.service(record.as(Service.class))).build();
      case SLICE ->
          item.setEndpointSlice(RecordEncoder.slice(record.as(EndpointSlice.class))).build();
      case VIRTUAL_MESH,
          FAILOVER_POLICY,
          TRAFFIC_POLICY,
          ACCESS_POLICY,
          REPORT,
          LIVENESS,
          HOLD,
          REGISTRATION,
          CAPACITY ->
          throw new IllegalStateException(record.key() + " is not for an origin to report");
    };
  }

  private static BatchItem removal(Change change) {
    BatchItem.Builder item = BatchItem.newBuilder();
    if (change.key() instanceof ServiceKey key) {
      return item.setServiceRemoval(
              ServiceRemoval.newBuilder().setNamespace(key.namespace()).setName(key.name()))
          .build();
    }
    if (change.key() instanceof SliceKey key) {
      return item.setEndpointSliceRemoval(
              EndpointSliceRemoval.newBuilder()
                  .setNamespace(key.service().namespace())
                  .setService(key.service().name())
                  .setName(key.name()))
          .build();
    }
    throw new IllegalStateException(change.key() + " cannot be withdrawn");
  }

  /**
   * The status message.
   *
   * @param findings all of them; the message takes the worst
   */
  static Status status(AgentStatus status, SortedSet<Finding> findings) {
    Status.Builder message =
        Status.newBuilder()
            .setApplied(RevisionCodec.encode(status.applied()))
            .setHosts(status.hosts())
            .setObjects(status.objects().standing())
            .setObjectsWaiting(status.objects().waiting())
            .setObjectsRefused(status.objects().refused())
            .setDeletionsHeld(status.objects().held())
            .setFindingsOmitted(Math.max(0, findings.size() - MAX_FINDINGS));
    status.lastWrite().map(ReportCodec::timestamp).ifPresent(message::setLastWriteTime);
    findings.stream().limit(MAX_FINDINGS).map(FindingCodec::encode).forEach(message::addFindings);
    return message.build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
