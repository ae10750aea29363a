package dev.portolan.bench.subject;

import com.google.protobuf.util.Timestamps;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Status;
import java.time.Instant;
import java.util.Optional;

/**
 * How a cluster's agent fares.
 *
 * @param services that the cluster has reported
 * @param endpoints of these
 * @param inForce sequence of the revision whose objects stand; 0 before there is one, which is
 *     before the agent has read all of its cluster and received all of the hub's
 * @param objects that stand
 * @param waiting objects that are still to be written
 * @param lastWrite of the agent's process
 */
public record Standing(
    int services,
    int endpoints,
    long inForce,
    int objects,
    int waiting,
    Optional<Instant> lastWrite) {
  static final Standing UNKNOWN = new Standing(0, 0, 0, 0, 0, Optional.empty());

  static Standing of(ClusterSummary summary) {
    Status status = summary.getStatus();
    return new Standing(
        summary.getServices(),
        summary.getEndpoints(),
        status.getApplied().getSequence(),
        status.getObjects(),
        status.getObjectsWaiting(),
        status.hasLastWriteTime()
            ? Optional.of(Instant.ofEpochMilli(Timestamps.toMillis(status.getLastWriteTime())))
            : Optional.empty());
  }

  /** Whether so many objects stand and all is done. */
  public boolean isComplete(int wanted) {
    return inForce > 0 && objects == wanted && waiting == 0;
  }

  /** Whether this can be of a process that was started at a time. */
  public boolean isOfProcessSince(Instant start) {
    return lastWrite.isEmpty() || lastWrite.get().isAfter(start);
  }
}
