package dev.portolan.simulation.cluster;

import dev.portolan.simulation.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * P8 at an agent: no process deletes more than its brake lets through within a minute, unless
 * somebody released it. Not judged where the agent could not count: after an answer that was lost,
 * and when others remove objects as well.
 */
final class DeletionWatch {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int PERCENT = 30;

  private final VirtualTime time;
  private final int allowed;
  private final Deque<Deletion> recent = new ArrayDeque<>();
  private final List<String> violations = new ArrayList<>();
  private long judgedFrom;

  private record Deletion(Object by, long at, boolean counted) {}

  DeletionWatch(VirtualTime time, int allowed) {
    this.time = time;
    this.allowed = allowed;
  }

  List<String> violations() {
    return violations;
  }

  /** Somebody lets the agent delete. */
  void released() {
    blinded();
  }

  /** What agents count is not what is counted here, for a window from now on. */
  void blinded() {
    judgedFrom = time.nanos() + WINDOW.toNanos();
    recent.clear();
  }

  /**
   * A process deletes an object.
   *
   * @param standing objects, that one included
   * @param counted whether agents count it among their deletions; if not, it stood all the same
   */
  void deleted(Object by, int standing, boolean counted) {
    if (time.nanos() < judgedFrom) {
      return;
    }
    recent.removeIf(each -> each.at() < time.nanos() - WINDOW.toNanos());
    recent.add(new Deletion(by, time.nanos(), counted));
    List<Deletion> all = recent.stream().filter(each -> each.by() == by).toList();
    long own = all.stream().filter(Deletion::counted).count();
    long stood = standing + all.size() - 1L;
    // One more than the brake lets through: the agent hears of what stands a little later.
    if (counted && own > allowed + 1 && own * 100 > PERCENT * stood) {
      violations.add(
          "P8: an agent deleted %d of %d objects within a minute, and nobody released them"
              .formatted(own, stood));
    }
  }
}
