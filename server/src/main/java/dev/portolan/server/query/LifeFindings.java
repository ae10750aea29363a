package dev.portolan.server.query;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.VirtualMesh;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the hub has against a cluster's being alive, in words, with its age. Pure. */
final class LifeFindings {
  private LifeFindings() {}

  /**
   * The finding about a cluster that is in doubt.
   *
   * @param mesh of which it is a member
   * @param probation for how long it has to be heard until it is live again
   * @param now hub wall-clock time
   */
  static Finding about(
      Liveness liveness, Optional<VirtualMesh> mesh, Optional<Duration> probation, Instant now) {
    return new Finding(
        liveness.lost() ? FindingCode.CLUSTER_LOST : FindingCode.CLUSTER_STALE,
        "cluster/" + liveness.origin(),
        probation
            .map(left -> returning(liveness, left))
            .orElseGet(() -> silent(liveness, mesh, now)));
  }

  private static String silent(Liveness liveness, Optional<VirtualMesh> mesh, Instant now) {
    long seconds = Math.max(0, Duration.between(liveness.silentSince(), now).toSeconds());
    return liveness.lost()
        ? "the hub has not heard its agent for %d s (since %s), and its lease has ended%s. Look at the cluster, its agent and the way to the hub"
            .formatted(seconds, liveness.silentSince(), consequence(liveness, mesh))
        : "the hub has not heard its agent for %d s (since %s); its lease still runs"
            .formatted(seconds, liveness.silentSince());
  }

  private static String consequence(Liveness liveness, Optional<VirtualMesh> mesh) {
    return mesh.map(
            found ->
                "; the partition rule of virtual mesh %s (%s) %s"
                    .formatted(
                        found.key().name(),
                        found.partition().rule(),
                        !found.partition().rule().acts()
                            ? "leaves everything as it is"
                            : found.partition().rule().actsOn(liveness)
                                ? "is in force"
                                : "is not in force yet"))
        .orElse("");
  }

  private static String returning(Liveness liveness, Duration left) {
    return "its agent is heard again after the silence since %s, but it came and went often lately; it counts as live when that has lasted for another %d s"
        .formatted(liveness.silentSince(), Math.max(0, left.toSeconds()));
  }
}
