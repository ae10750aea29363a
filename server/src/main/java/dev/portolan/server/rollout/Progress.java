package dev.portolan.server.rollout;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Rollout.Stage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the hub has seen of a rollout's stage since it watches it. Not stored: a hub that starts
 * anew watches anew.
 *
 * @param stage that is watched
 * @param known what clusters said before they had the policy
 * @param began when the stage began to be watched, by the loop's own time
 * @param applied since when all clusters have the policy
 */
record Progress(
    Stage stage, Map<OriginId, Set<Complaint>> known, Duration began, Optional<Duration> applied) {
  Progress {
    known = Map.copyOf(known);
  }

  boolean isNew(OriginId cluster, Complaint complaint) {
    return !known.getOrDefault(cluster, Set.of()).contains(complaint);
  }

  /** All clusters have the policy, or not all of them any more. */
  Progress applied(boolean all, Duration now) {
    return new Progress(
        stage, known, began, all ? Optional.of(applied.orElse(now)) : Optional.empty());
  }
}
