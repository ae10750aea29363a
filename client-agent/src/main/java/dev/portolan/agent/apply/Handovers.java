package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.work.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets clients learn of a subset before routes ask for it, and of routes that ask no more before
 * the subset goes. istiod gathers what changes within a moment into one push, and a client that
 * takes over the halves of it one after the other answers 503 in between; so there is a pause
 * between the writes (Istio's traffic management best practices, "make before break"). Confined to
 * one thread.
 */
final class Handovers {
  /** Longer than istiod gathers changes and pushes them, as a rule. */
  static final Duration PAUSE = Duration.ofSeconds(3);

  private static final String RULE = "DestinationRule";

  private final Map<String, Instant> rules = new LinkedHashMap<>();
  private final Map<String, Instant> routes = new LinkedHashMap<>();

  /** An object of a host that has routes, or has had some, was written or removed. */
  void written(ObjectRef ref, Instant now) {
    if (ref.kind().equals(RULE)) {
      note(rules, ref, now);
    } else if (ref.kind().equals(ObjectRef.ROUTES)) {
      note(routes, ref, now);
    }
  }

  private static void note(Map<String, Instant> written, ObjectRef ref, Instant now) {
    written.values().removeIf(earlier -> earlier.plus(PAUSE).isBefore(now));
    written.put(ref.group(), now);
  }

  /** Before when a step must not be taken. */
  Instant due(Operation step) {
    if (step instanceof Operation.Delete) {
      return Instant.MIN;
    }
    String kind = step.ref().kind();
    Map<String, Instant> before =
        kind.equals(RULE) ? routes : kind.equals(ObjectRef.ROUTES) ? rules : Map.of();
    Instant written = before.get(step.ref().group());
    return written == null ? Instant.MIN : written.plus(PAUSE);
  }
}
