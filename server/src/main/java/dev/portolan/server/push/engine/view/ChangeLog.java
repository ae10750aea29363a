package dev.portolan.server.push.engine.view;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.pcollections.TreePMap;

/**
 * Which names of one type changed when. Immutable and bounded: it forgets the oldest changes first,
 * and knows from where on it is complete.
 */
final class ChangeLog {
  /** Names remembered at most. */
  static final int MAX_NAMES = 4096;

  private final long floor;
  private final int size;
  private final TreePMap<Long, List<String>> entries;

  private ChangeLog(long floor, int size, TreePMap<Long, List<String>> entries) {
    this.floor = floor;
    this.size = size;
    this.entries = entries;
  }

  /** Knows of every change after {@code sequence}: there was none yet. */
  static ChangeLog startingAt(long sequence) {
    return new ChangeLog(sequence, 0, TreePMap.empty());
  }

  ChangeLog with(long sequence, Collection<String> names) {
    if (names.size() > MAX_NAMES) {
      return startingAt(sequence);
    }
    NavigableSet<String> merged = new TreeSet<>(entries.getOrDefault(sequence, List.of()));
    int before = merged.size();
    merged.addAll(names);
    return new ChangeLog(
            floor, size + merged.size() - before, entries.plus(sequence, List.copyOf(merged)))
        .trimmed();
  }

  private ChangeLog trimmed() {
    long newFloor = floor;
    int newSize = size;
    TreePMap<Long, List<String>> rest = entries;
    while (newSize > MAX_NAMES) {
      Map.Entry<Long, List<String>> oldest = rest.firstEntry();
      newFloor = oldest.getKey();
      newSize -= oldest.getValue().size();
      rest = rest.minus(oldest.getKey());
    }
    return new ChangeLog(newFloor, newSize, rest);
  }

  /** Whether every change after {@code sequence} is known. */
  boolean reaches(long sequence) {
    return sequence >= floor;
  }

  /** Names that changed after a sequence that the log reaches. */
  NavigableSet<String> since(long sequence) {
    if (!reaches(sequence)) {
      throw new IllegalStateException("changes since " + sequence + " of a log from " + floor);
    }
    NavigableSet<String> names = new TreeSet<>();
    entries.tailMap(sequence, false).values().forEach(names::addAll);
    return names;
  }
}
