package dev.portolan.server.control;

import dev.portolan.registry.RegistryDelta;
import java.util.List;

/**
 * What a group of events would do to the registry.
 *
 * @param delta all their effects together; empty when nothing changes
 * @param verdicts one per event, in order
 */
record Proposal(RegistryDelta delta, List<Verdict> verdicts) {
  Proposal {
    verdicts = List.copyOf(verdicts);
  }

  /** What is decided about one event. */
  sealed interface Verdict {}

  /** In force as soon as the delta is. */
  record Accepted(int removedServices, int removedSlices) implements Verdict {}

  /** Without any effect. */
  record Refused(RuntimeException cause) implements Verdict {}
}
