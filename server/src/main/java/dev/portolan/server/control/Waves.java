package dev.portolan.server.control;

import dev.portolan.registry.Policy;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import java.time.Instant;
import java.util.Optional;

/** What becomes of policies that are taken over in waves (ADR 0058). Pure. */
final class Waves {
  private Waves() {}

  /**
   * A policy as it is to be stored when somebody wrote it: with waves it begins at the first,
   * unless it is there already. What stood before an earlier change that has not come to all
   * clusters stays what the others have; who goes back to that has it everywhere at once. One that
   * comes together with its virtual mesh comes to all: a hub that has lost its store and reads its
   * rules anew cannot know what clusters have, and would take it from those of the later waves.
   *
   * @param there the registry before the change
   */
  static Policy begun(Policy written, RegistrySnapshot there, Instant now) {
    Optional<Policy> known =
        there.find(written.key()).map(Recorded::resource).map(Policy.class::cast);
    if (known.filter(policy -> policy.asWritten().equals(written)).isPresent()) {
      return known.get();
    }
    Optional<Policy> before =
        known.flatMap(
            policy ->
                policy.rollout().stage().isPresent()
                    ? policy.rollout().stage().flatMap(Stage::before)
                    : known);
    boolean inWaves =
        !written.rollout().waves().isEmpty()
            && there.find(written.mesh()).isPresent()
            && before.filter(policy -> alike(policy, written)).isEmpty();
    return inWaves ? written.with(written.rollout().at(Stage.first(before, now))) : written;
  }

  /** Whether clusters would do the same by both. */
  private static boolean alike(Policy one, Policy other) {
    return one.with(Rollout.AT_ONCE).equals(other.with(Rollout.AT_ONCE));
  }

  /** A policy at another place of its rollout, or at its end. */
  static Policy moved(Policy policy, Optional<Stage> to) {
    return to.map(stage -> policy.with(policy.rollout().at(stage))).orElseGet(policy::asWritten);
  }
}
