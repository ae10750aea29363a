package dev.portolan.agent.apply.work;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often objects that stood as they should were changed or removed by others, and how soon each
 * is repaired: the first time at once, then ever later, so that two controllers who disagree cost
 * little. An object that is left alone for a while is new again. Confined to one thread.
 */
public final class Repairs {
  static final Duration QUIET = Duration.ofMinutes(10);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int CONTESTED = 3;

  private final Map<ObjectRef, Repair> repairs = new TreeMap<>();

  private record Repair(int count, Instant last, Instant due) {}

  /** Somebody changed the object. */
  public void changed(ObjectRef ref, Instant now) {
    Repair before = repairs.get(ref);
    int count = before == null || isQuiet(before, now) ? 1 : before.count() + 1;
    repairs.put(ref, new Repair(count, now, count == 1 ? now : now.plus(delay(count - 1))));
  }

  /** When the object may be repaired; a time that has come when at once. */
  public Instant due(ObjectRef ref) {
    Repair repair = repairs.get(ref);
    return repair == null ? Instant.MIN : repair.due();
  }

  /** Objects about which there is a disagreement; those that are quiet are forgotten. */
  public List<Finding> findings(Instant now) {
    repairs.values().removeIf(repair -> isQuiet(repair, now));
    return repairs.entrySet().stream()
        .filter(entry -> entry.getValue().count() >= CONTESTED)
        .map(entry -> contested(entry.getKey()))
        .toList();
  }

  private static boolean isQuiet(Repair repair, Instant now) {
    return now.isAfter(repair.due().plus(QUIET));
  }

  private static Duration delay(int times) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(times - 1, 20));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  private static Finding contested(ObjectRef ref) {
    return new Finding(
        FindingCode.OBJECT_CONTESTED,
        ref.toString(),
        "somebody else changes it again and again; it is repaired ever more rarely, at least every 5 minutes. Find the other writer in its managedFields, or set the annotation portolan.dev/unmanaged: \"true\" to keep that writer's version");
  }
}
