package dev.portolan.server.query;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Hold;

/** What the hub holds of a cluster, in words. Pure. */
final class HoldFindings {
  private HoldFindings() {}

  static Finding about(Hold hold) {
    if (!hold.waiting()) {
      return rejected(hold);
    }
    return hold.cause() == Hold.Cause.SILENCE ? silent(hold) : held(hold);
  }

  private static Finding held(Hold hold) {
    return new Finding(
        FindingCode.REMOVALS_HELD,
        "cluster/" + hold.origin(),
        "since %s %d services and %d endpoint slices are served although the cluster %s: too much at once of its %d services and %d endpoints. 'portolan hold release %s' takes them away, 'portolan hold reject %s' keeps them; a later complete list of the cluster's agent confirms them as well"
            .formatted(
                hold.since(),
                hold.services(),
                hold.keys().size() - hold.services(),
                hold.cause() == Hold.Cause.LIST
                    ? "did not list them"
                    : "has withdrawn them in short order",
                hold.of().services(),
                hold.of().endpoints(),
                hold.name(),
                hold.name()));
  }

  private static Finding silent(Hold hold) {
    return new Finding(
        FindingCode.REGISTRANTS_SILENT,
        "cluster/" + hold.origin(),
        "since %s %d registrations are served although nobody renews them: nobody of the origin is heard, so the way to all of them may be broken. 'portolan hold release %s' takes them away, 'portolan hold reject %s' keeps them; whoever registers again is not held any more, and what others of the origin outlive for long is confirmed by that"
            .formatted(
                hold.since(), hold.keys().size() - hold.services(), hold.name(), hold.name()));
  }

  private static Finding rejected(Hold hold) {
    return new Finding(
        FindingCode.REMOVALS_REJECTED,
        "cluster/" + hold.origin(),
        "%d services and %d endpoint slices are served although the cluster has withdrawn them, because somebody decided so; 'portolan hold release %s' takes them away"
            .formatted(hold.services(), hold.keys().size() - hold.services(), hold.name()));
  }
}
