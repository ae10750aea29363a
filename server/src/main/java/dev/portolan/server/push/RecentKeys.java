package dev.portolan.server.push;

import dev.portolan.registry.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which records changed lately, for scopes that come to life (again) with subscribers that were
 * away: without it, an agent that is alone in its scope could never resume. Each is kept once, with
 * its last change. Bounded; forgets first what has not changed for longest. Confined to the
 * projection's thread.
 */
final class RecentKeys {
  /** Of all types; some 150 bytes each, once for the whole hub. */
  static final int MAX_KEYS = 65_536;

  private final int max;
  // In the order of the last change.
  private final Map<ResourceKey, Long> changed = new LinkedHashMap<>();
  private long floor;

  RecentKeys() {
    this(MAX_KEYS);
  }

  RecentKeys(int max) {
    this.max = max;
  }

  /** Nothing is known of what was before. */
  void restart(long sequence) {
    changed.clear();
    floor = sequence;
  }

  void add(long sequence, Collection<ResourceKey> keys) {
    if (keys.size() > max) {
      restart(sequence);
      return;
    }
    // One object for all of them.
    Long when = sequence;
    for (ResourceKey key : keys) {
      // Put anew, so that it is the last one.
      changed.remove(key);
      changed.put(key, when);
    }
    Iterator<Long> oldest = changed.values().iterator();
    while (changed.size() > max) {
      floor = oldest.next();
      oldest.remove();
    }
  }

  /** Every change after this sequence is known. */
  long floor() {
    return floor;
  }

  /**
   * Names of the records that fit, of each type by the sequence of their change.
   *
   * @param type of a record; any that tells them apart
   */
  <T> Map<T, SortedMap<Long, List<String>>> names(
      Predicate<ResourceKey> fits, Function<ResourceKey, T> type) {
    Map<T, SortedMap<Long, List<String>>> names = new HashMap<>();
    changed.forEach(
        (key, sequence) -> {
          if (fits.test(key)) {
            names
                .computeIfAbsent(type.apply(key), absent -> new TreeMap<>())
                .computeIfAbsent(sequence, absent -> new ArrayList<>())
                .add(key.path());
          }
        });
    return names;
  }
}
