package dev.portolan.server.push;

import dev.portolan.registry.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which records changed lately, for scopes that come to life (again) with subscribers that were
 * away: without it, an agent that is alone in its scope could never resume. Bounded; forgets the
 * oldest first. Confined to the projection's thread.
 */
final class RecentKeys {
  static final int MAX_KEYS = 16_384;

  private final NavigableMap<Long, List<ResourceKey>> bySequence = new TreeMap<>();
  private long floor;
  private int size;

  /** Nothing is known of what was before. */
  void restart(long sequence) {
    bySequence.clear();
    size = 0;
    floor = sequence;
  }

  void add(long sequence, Collection<ResourceKey> keys) {
    if (keys.size() > MAX_KEYS) {
      restart(sequence);
      return;
    }
    bySequence.computeIfAbsent(sequence, absent -> new ArrayList<>()).addAll(keys);
    size += keys.size();
    while (size > MAX_KEYS) {
      var oldest = bySequence.pollFirstEntry();
      floor = oldest.getKey();
      size -= oldest.getValue().size();
    }
  }

  /** Every change after this sequence is known. */
  long floor() {
    return floor;
  }

  /** Names of the records that fit, by the sequence of their change. */
  SortedMap<Long, List<String>> names(Predicate<ResourceKey> fits) {
    SortedMap<Long, List<String>> names = new TreeMap<>();
    bySequence.forEach(
        (sequence, keys) ->
            names.put(sequence, keys.stream().filter(fits).map(ResourceKey::path).toList()));
    names.values().removeIf(List::isEmpty);
    return names;
  }
}
