package dev.portolan.server.push.engine.view;

import dev.portolan.tree.Order;
import dev.portolan.tree.SortedTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which names of one type changed when: each name once, with its last change, since an earlier one
 * tells nobody anything more. So it reaches back as far as there were not too many names, however
 * often they changed. Immutable and bounded: it forgets what has not changed for longest, and knows
 * from where on it is complete.
 */
final class ChangeLog {
  /**
   * Names remembered at most. One costs some 40 bytes beside the resource that is in the view
   * anyway, and some 100 more when it is gone: 1.3 MB for each type of a scope while all of them
   * live on, 4.6 MB if all are gone.
   */
  static final int MAX_NAMES = 32_768;

  private static final Order<EncodedResource, Entry> BY_NAME =
      new Order<>() {
        @Override
        public int compareKey(EncodedResource wanted, Entry entry) {
          return EncodedResource.BY_NAME.compare(wanted, entry.last());
        }

        @Override
        public int compare(Entry one, Entry other) {
          return compareKey(one.last(), other);
        }
      };

  private static final Order<Entry, Entry> BY_SEQUENCE =
      new Order<>() {
        @Override
        public int compareKey(Entry wanted, Entry entry) {
          int order = Long.compare(wanted.sequence(), entry.sequence());
          return order == 0 ? BY_NAME.compare(wanted, entry) : order;
        }

        @Override
        public int compare(Entry one, Entry other) {
          return compareKey(one, other);
        }
      };

  private final int max;
  private final long floor;
  private final SortedTree<EncodedResource, Entry> byName;
  private final SortedTree<Entry, Entry> bySequence;

  /**
   * One name.
   *
   * @param last the resource as the view has it since then; when it is gone, its name alone
   */
  private record Entry(long sequence, EncodedResource last) {}

  private ChangeLog(
      int max,
      long floor,
      SortedTree<EncodedResource, Entry> byName,
      SortedTree<Entry, Entry> bySequence) {
    this.max = max;
    this.floor = floor;
    this.byName = byName;
    this.bySequence = bySequence;
  }

  /** Knows of every change after {@code sequence}: there was none yet. */
  static ChangeLog startingAt(long sequence) {
    return startingAt(sequence, MAX_NAMES);
  }

  static ChangeLog startingAt(long sequence, int max) {
    return new ChangeLog(max, sequence, SortedTree.empty(BY_NAME), SortedTree.empty(BY_SEQUENCE));
  }

  /**
   * Of changes that are known from elsewhere; all of them after {@code floor}.
   *
   * @param changes as for {@link #with}, by sequence
   */
  static ChangeLog of(
      long floor, SortedMap<Long, ? extends Collection<EncodedResource>> changes, int max) {
    NavigableMap<EncodedResource, Entry> last = new TreeMap<>(EncodedResource.BY_NAME::compare);
    changes.forEach(
        (sequence, resources) ->
            resources.forEach(each -> last.put(each, new Entry(sequence, each))));
    List<Entry> named = List.copyOf(last.values());
    return new ChangeLog(
            max,
            floor,
            SortedTree.empty(BY_NAME).plusAll(named),
            SortedTree.empty(BY_SEQUENCE)
                .plusAll(named.stream().sorted(BY_SEQUENCE::compare).toList()))
        .trimmed();
  }

  /**
   * After one more change.
   *
   * @param sequence not below that of any change before
   * @param changed no two of one name: as they are now, or the names alone of what is gone
   */
  ChangeLog with(long sequence, Collection<EncodedResource> changed) {
    if (changed.size() > max) {
      return startingAt(sequence, max);
    }
    SortedTree<EncodedResource, Entry> names = byName;
    SortedTree<Entry, Entry> sequences = bySequence;
    for (EncodedResource each : changed) {
      Entry before = names.get(each);
      Entry now = new Entry(sequence, each);
      names = names.plus(now);
      sequences = (before == null ? sequences : sequences.minus(before)).plus(now);
    }
    return new ChangeLog(max, floor, names, sequences).trimmed();
  }

  private ChangeLog trimmed() {
    long newFloor = floor;
    SortedTree<EncodedResource, Entry> names = byName;
    SortedTree<Entry, Entry> sequences = bySequence;
    while (names.size() > max) {
      Entry oldest = sequences.iterator().next();
      newFloor = oldest.sequence();
      names = names.minus(oldest.last());
      sequences = sequences.minus(oldest);
    }
    return names.size() == byName.size() ? this : new ChangeLog(max, newFloor, names, sequences);
  }

  /** Whether every change after {@code sequence} is known. */
  boolean reaches(long sequence) {
    return sequence >= floor;
  }

  /**
   * What changed after a sequence that the log reaches, the oldest first.
   *
   * @param most there may be more than that: then no more than one more is returned
   */
  List<EncodedResource> since(long sequence, int most) {
    if (!reaches(sequence)) {
      throw new IllegalStateException("changes since " + sequence + " of a log from " + floor);
    }
    List<EncodedResource> changed = new ArrayList<>();
    Iterator<Entry> entries = bySequence.from(entry -> entry.sequence() <= sequence ? 1 : -1);
    while (entries.hasNext() && changed.size() <= most) {
      changed.add(entries.next().last());
    }
    return changed;
  }
}
