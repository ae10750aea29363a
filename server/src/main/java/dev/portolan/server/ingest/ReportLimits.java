package dev.portolan.server.ingest;

import java.time.Duration;

/**
 * What a report stream may cost.
 *
 * @param maxBatchItems items in a batch
 * @param maxRequestBytes encoded size of a request; below gRPC's own limit for inbound messages, so
 *     that it is this limit that is named to whoever exceeds it
 * @param heartbeatInterval after which a side that has nothing to say sends a heartbeat; a side
 *     that hears nothing for {@value #SILENT_INTERVALS} of these ends the stream
 */
public record ReportLimits(int maxBatchItems, int maxRequestBytes, Duration heartbeatInterval) {
  /** Heartbeats that may be missed. */
  static final int SILENT_INTERVALS = 3;

  /** Requests that are read ahead of the one that is being made durable. */
  static final int MAX_SUBMISSIONS = 4;

  /** Findings of one status that are kept. */
  static final int MAX_FINDINGS = 1000;

  public ReportLimits {
    if (maxBatchItems < 1 || maxRequestBytes < 1 || heartbeatInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "limits of %d items, %d bytes, %s"
              .formatted(maxBatchItems, maxRequestBytes, heartbeatInterval));
    }
  }

  /** 500 items and 1 MiB. */
  public static ReportLimits standard(Duration heartbeatInterval) {
    return new ReportLimits(500, 1 << 20, heartbeatInterval);
  }

  /** How long a peer may be silent. */
  Duration silence() {
    return heartbeatInterval.multipliedBy(SILENT_INTERVALS);
  }
}
