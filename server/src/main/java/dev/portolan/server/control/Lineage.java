package dev.portolan.server.control;

import dev.portolan.registry.Revision;
import java.util.ArrayList;
import java.util.List;

/**
 * Which starts of hubs have written an epoch, oldest first, and from which sequence on. It tells a
 * store that was put back to an older state from one that was not: whoever was brought further than
 * the store says by which start ({@link #lacks}). Immutable.
 *
 * @param epoch whose history this is
 * @param starts at most {@value #MAX_STARTS}; older ones are forgotten
 */
public record Lineage(String epoch, List<Start> starts) {
  static final int MAX_STARTS = 64;

  public Lineage {
    starts = List.copyOf(starts);
    for (int i = 1; i < starts.size(); i++) {
      if (starts.get(i).first() < starts.get(i - 1).first()) {
        throw new IllegalArgumentException("starts out of order: " + starts);
      }
    }
    if (starts.size() > MAX_STARTS) {
      throw new IllegalArgumentException(starts.size() + " starts");
    }
  }

  /** Nothing is known of who wrote the epoch. */
  public static Lineage unknown(String epoch) {
    return new Lineage(epoch, List.of());
  }

  /** An epoch that a start has just begun, in the middle of its life. */
  public static Lineage opened(String start, Revision first) {
    return new Lineage(first.epoch(), List.of(new Start(start, first.sequence())));
  }

  /**
   * One start of a hub.
   *
   * @param name random, 16 lower-case hexadecimal digits
   * @param first the first sequence that it may write
   */
  public record Start(String name, long first) {}

  /**
   * The history with one more start, by a hub that found the store at {@code held}. In another
   * epoch than this one's it is the first that is known.
   */
  public Lineage begun(String start, Revision held) {
    List<Start> all = new ArrayList<>(held.epoch().equals(epoch) ? starts : List.of());
    all.add(new Start(start, held.sequence() + 1));
    return new Lineage(held.epoch(), all.subList(Math.max(0, all.size() - MAX_STARTS), all.size()));
  }

  /**
   * Whether somebody was brought to a revision of this epoch that is not in the store. A start
   * tells only what it wrote or found, so a revision is missing if its start wrote less than that
   * here, or if it is younger than the oldest start that is known and told by one that is not.
   *
   * @param told the revision
   * @param by the start that told it
   */
  public boolean lacks(Revision told, String by) {
    if (starts.isEmpty() || !told.epoch().equals(epoch)) {
      return false;
    }
    for (int i = 0; i < starts.size(); i++) {
      if (starts.get(i).name().equals(by)) {
        return i + 1 < starts.size() && told.sequence() >= starts.get(i + 1).first();
      }
    }
    return told.sequence() >= starts.get(0).first();
  }
}
