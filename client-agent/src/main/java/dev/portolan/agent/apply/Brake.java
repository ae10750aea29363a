package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells a mass deletion from ordinary ones: what is waiting to be removed, and what was removed
 * within the last minute, together. A hold is named after exactly the objects that it concerns, so
 * releasing it releases these and no others. Confined to one thread.
 */
final class Brake {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int percent;
  private final int count;
  private final Deque<Instant> recent = new ArrayDeque<>();

  Brake(ApplyLimits limits) {
    this.percent = limits.brakePercent();
    this.count = limits.brakeCount();
  }

  /**
   * The hold on the waiting deletions; empty when they may go.
   *
   * @param waiting all deletions that wait and are not released
   * @param objects of ours that stand
   */
  Optional<String> hold(Collection<ObjectRef> waiting, int objects, Instant now) {
    while (!recent.isEmpty() && recent.getFirst().isBefore(now.minus(WINDOW))) {
      recent.removeFirst();
    }
    int total = waiting.size() + recent.size();
    boolean mass = total > count && total * 100L > percent * (long) (objects + recent.size());
    return mass && !waiting.isEmpty()
        ? Optional.of(name(new TreeSet<>(waiting)))
        : Optional.empty();
  }

  /** An object was removed, and nobody had released it. */
  void removed(Instant now) {
    recent.addLast(now);
  }

  private static String name(Set<ObjectRef> refs) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      refs.forEach(ref -> digest.update((ref + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
