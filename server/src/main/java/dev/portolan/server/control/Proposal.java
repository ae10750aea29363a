package dev.portolan.server.control;

import dev.portolan.registry.RegistryDelta;
import java.util.List;
import java.util.Optional;

/**
 * What a group of events would do to the registry.
 *
 * @param delta all their effects together; empty when nothing changes
 * @param verdicts one per event, in order
 * @param recent what has been removed of late once they are in force
 */
record Proposal(RegistryDelta delta, List<Verdict> verdicts, RecentRemovals recent) {
  Proposal {
    verdicts = List.copyOf(verdicts);
  }

  /** What is decided about one event. */
  sealed interface Verdict {}

  /** In force as soon as the delta is. */
  record Accepted(int removedServices, int removedSlices, Optional<String> hold)
      implements Verdict {}

  /** Without any effect. */
  record Refused(RuntimeException cause) implements Verdict {}
}
