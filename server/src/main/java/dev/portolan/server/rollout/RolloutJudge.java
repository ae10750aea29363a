package dev.portolan.server.rollout;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Rollout;
import dev.portolan.v1.Finding;
import dev.portolan.v1.Status;
import dev.portolan.wire.RevisionCodec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides whether a rollout goes on. Pure. */
final class RolloutJudge {
  private static final int MOST_NAMES = 3;

  private final RegistrySnapshot snapshot;
  private final Map<OriginId, Status> statuses;

  /**
   * A judge of one moment.
   *
   * @param statuses the last ones of agents that have sent any
   */
  RolloutJudge(RegistrySnapshot snapshot, Map<OriginId, Status> statuses) {
    this.snapshot = snapshot;
    this.statuses = statuses;
  }

  /** What is to become of a stage. */
  sealed interface Verdict {
    /** It is to be looked at again. */
    record Wait(Progress progress) implements Verdict {}

    /** The next wave, or the end if there is none. */
    record GoOn(boolean end) implements Verdict {}

    /** It goes no further, for a reason in words. */
    record Halt(String reason) implements Verdict {}
  }

  /** What is to become of a policy's rollout that goes on. */
  Verdict judge(Recorded<Policy> recorded, Progress progress, Duration now) {
    Policy policy = recorded.resource();
    Rollout rollout = policy.rollout();
    Wave wave = Wave.of(snapshot, policy, progress.stage());
    if (!wave.strangers().isEmpty()) {
      return new Verdict.Halt(
          "wave %d names %s, which virtual mesh %s does not have as a cluster; correct the policy, or resume when it has"
              .formatted(progress.stage().wave(), some(wave.strangers()), policy.mesh().name()));
    }
    Optional<String> trouble = trouble(policy, wave, progress);
    if (trouble.isPresent()) {
      return new Verdict.Halt(trouble.get());
    }
    List<OriginId> waiting =
        wave.clusters().stream().filter(cluster -> !has(recorded, cluster)).toList();
    if (!waiting.isEmpty() && late(now.minus(progress.began()), rollout.deadline())) {
      return new Verdict.Halt(
          "%s did not take it over within %d s; look at the agents there, and resume"
              .formatted(some(waiting), rollout.deadline().toSeconds()));
    }
    Progress next = progress.applied(waiting.isEmpty(), now);
    boolean soaked =
        next.applied().filter(since -> now.minus(since).compareTo(rollout.soak()) >= 0).isPresent();
    return soaked ? new Verdict.GoOn(wave.last()) : new Verdict.Wait(next);
  }

  private static boolean late(Duration taken, Duration deadline) {
    return taken.compareTo(deadline) >= 0;
  }

  private Optional<String> trouble(Policy policy, Wave wave, Progress progress) {
    for (OriginId cluster : wave.clusters()) {
      for (Finding finding : findings(cluster)) {
        if (Complaint.counts(finding, policy) && progress.isNew(cluster, Complaint.of(finding))) {
          return Optional.of("%s says %s".formatted(cluster, Complaint.words(finding)));
        }
      }
    }
    return Optional.empty();
  }

  private List<Finding> findings(OriginId cluster) {
    Status status = statuses.get(cluster);
    return status == null ? List.of() : status.getFindingsList();
  }

  /** Whether an agent has written, or been refused, every object as of the policy's last change. */
  boolean has(Recorded<Policy> policy, OriginId cluster) {
    Status status = statuses.get(cluster);
    return status != null && RevisionCodec.reaches(status.getApplied(), since(snapshot, policy));
  }

  static Revision since(RegistrySnapshot snapshot, Recorded<?> rule) {
    return snapshot.revision().at(rule.provenance().lastSequence());
  }

  private static String some(Collection<OriginId> clusters) {
    List<String> names = clusters.stream().map(OriginId::value).limit(MOST_NAMES).toList();
    int more = clusters.size() - names.size();
    return String.join(", ", names) + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
