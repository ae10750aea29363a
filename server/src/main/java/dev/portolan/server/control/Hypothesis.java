package dev.portolan.server.control;

import dev.portolan.registry.RegistrySnapshot;
import java.time.Instant;
import java.util.List;

/** What the registry would be if something happened that has not. Pure. */
public final class Hypothesis {
  private Hypothesis() {}

  /**
   * The registry after events, decided as the loop decides, but that nothing is ever held.
   *
   * @param now the time of the events
   * @throws RuntimeException with which the loop would refuse one of them
   */
  public static RegistrySnapshot of(
      RegistrySnapshot base, List<RegistryEvent> events, Instant now) {
    Proposal proposal =
        RegistryPlanner.plan(base, RemovalGuard.NONE, RecentRemovals.NONE, events, now);
    for (Proposal.Verdict verdict : proposal.verdicts()) {
      if (verdict instanceof Proposal.Refused refused) {
        throw refused.cause();
      }
    }
    return proposal.delta().applyTo(base);
  }
}
