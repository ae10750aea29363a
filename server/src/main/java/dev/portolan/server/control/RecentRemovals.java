package dev.portolan.server.control;

import dev.portolan.registry.Hold.Amount;
import dev.portolan.registry.OriginId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * What each origin has withdrawn of late without being held. Immutable; of the loop's memory only:
 * a restart forgets it, which holds less, never more.
 */
final class RecentRemovals {
  static final RecentRemovals NONE = new RecentRemovals(HashTreePMap.empty());

  // Within a window of a minute, far above what is counted one by one.
  private static final int MOST = 256;

  private final PMap<OriginId, PVector<Entry>> entries;

  private RecentRemovals(PMap<OriginId, PVector<Entry>> entries) {
    this.entries = entries;
  }

  private record Entry(Instant at, Amount amount) {}

  /** What was removed within a window. */
  Amount of(OriginId origin, Duration window, Instant now) {
    return within(origin, window, now).stream()
        .map(Entry::amount)
        .reduce(Amount.NOTHING, Amount::plus);
  }

  /** With one more removal; what is older than the window is forgotten. */
  RecentRemovals with(OriginId origin, Amount amount, Duration window, Instant now) {
    if (amount.equals(Amount.NOTHING) || window.isZero()) {
      return this;
    }
    PVector<Entry> kept = TreePVector.from(within(origin, window, now));
    Entry added = new Entry(now, amount);
    if (kept.size() >= MOST) {
      Entry last = kept.get(kept.size() - 1);
      kept = kept.minus(kept.size() - 1);
      added = new Entry(now, last.amount().plus(amount));
    }
    return new RecentRemovals(entries.plus(origin, kept.plus(added)));
  }

  private List<Entry> within(OriginId origin, Duration window, Instant now) {
    return entries.getOrDefault(origin, TreePVector.empty()).stream()
        .filter(entry -> Duration.between(entry.at(), now).compareTo(window) < 0)
        .toList();
  }
}
