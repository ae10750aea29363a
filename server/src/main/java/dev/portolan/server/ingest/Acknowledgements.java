package dev.portolan.server.ingest;

import dev.portolan.server.control.Outcome;
import dev.portolan.v1.BatchAcknowledgement;
import dev.portolan.v1.CompleteAcknowledgement;
import dev.portolan.v1.ItemRejection;
import dev.portolan.v1.ReportResponse;
import dev.portolan.wire.RevisionCodec;
import java.util.List;

/** What is said once an event is durable. */
final class Acknowledgements {
  private Acknowledgements() {}

  static ReportResponse batch(long number, List<ItemRejection> rejections, Outcome outcome) {
    return ReportResponse.newBuilder()
        .setBatchAcknowledgement(
            BatchAcknowledgement.newBuilder()
                .setNumber(number)
                .setRevision(RevisionCodec.encode(outcome.revision()))
                .addAllRejections(rejections)
                .setHold(outcome.hold().orElse("")))
        .build();
  }

  static ReportResponse complete(Outcome outcome) {
    return ReportResponse.newBuilder()
        .setCompleteAcknowledgement(
            CompleteAcknowledgement.newBuilder()
                .setRevision(RevisionCodec.encode(outcome.revision()))
                .setRemovedServices(outcome.removedServices())
                .setRemovedEndpointSlices(outcome.removedSlices())
                .setHold(outcome.hold().orElse("")))
        .build();
  }
}
