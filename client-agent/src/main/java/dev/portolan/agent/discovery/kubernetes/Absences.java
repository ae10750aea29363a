package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.objects.ObjectRef;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Objects that a list did not mention and nobody called deleted. They count as present until the
 * API server confirms who it is, some time later (ADR 0014). Confined to one thread.
 */
final class Absences {
  private final Duration grace;
  private final Map<ObjectRef, Long> since = new TreeMap<>();

  Absences(Duration grace) {
    this.grace = grace;
  }

  void missing(ObjectRef ref, long now) {
    since.putIfAbsent(ref, now);
  }

  /** It was seen, or its deletion was told of: nothing is left to be confirmed. */
  void settled(ObjectRef ref) {
    since.remove(ref);
  }

  /** A probe could not tell: it is asked about again after as long a time. */
  void doubted(ObjectRef ref, long now) {
    since.replace(ref, now);
  }

  /** When a probe could confirm the first of them, on the clock of {@code System.nanoTime}. */
  OptionalLong dueAt() {
    return since.values().stream().mapToLong(at -> at + grace.toNanos()).min();
  }

  /** Those that a probe begun at this time can confirm. */
  List<ObjectRef> due(long probeStartedAt) {
    return since.entrySet().stream()
        .filter(entry -> probeStartedAt - entry.getValue() >= grace.toNanos())
        .map(Map.Entry::getKey)
        .toList();
  }

  boolean containsAll(Collection<ObjectRef> refs) {
    return since.keySet().containsAll(refs);
  }

  int size() {
    return since.size();
  }

  /** How many are of kinds that every cluster has. */
  long usual() {
    return since.keySet().stream().filter(ref -> !ref.kind().optional()).count();
  }
}
