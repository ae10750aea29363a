package dev.portolan.server.ingest;

import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.Status;

/** Holds the statuses of agents to their bound. */
final class Statuses {
  private Statuses() {}

  /** The status with its worst findings; what is cut off is counted. */
  static Status kept(ReportRequest request) {
    Status status = request.getStatus();
    int excess = status.getFindingsCount() - ReportLimits.MAX_FINDINGS;
    return excess <= 0
        ? status
        : status.toBuilder()
            .clearFindings()
            .addAllFindings(status.getFindingsList().subList(0, ReportLimits.MAX_FINDINGS))
            .setFindingsOmitted(status.getFindingsOmitted() + excess)
            .build();
  }
}
