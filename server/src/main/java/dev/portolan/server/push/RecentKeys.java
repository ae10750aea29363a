package dev.portolan.server.push;

import dev.portolan.registry.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;

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
  private final Map<ResourceKey, Recent> changed = new LinkedHashMap<>();
  private long floor;

  /**
   * A change.
   *
   * @param shown whether the record belonged to an exported service before it, or before an earlier
   *     one that was as recent: then somebody may hold it who is not to have it any more
   */
  private record Recent(long sequence, boolean shown) {}

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

  /**
   * Takes in a change.
   *
   * @param shown of the keys, those of services that were exported before
   */
  void add(long sequence, Collection<ResourceKey> keys, Set<ResourceKey> shown) {
    if (keys.size() > max) {
      restart(sequence);
      return;
    }
    // Two objects for all of them.
    Recent hidden = new Recent(sequence, false);
    Recent visible = new Recent(sequence, true);
    for (ResourceKey key : keys) {
      // Put anew, so that it is the last one.
      Recent before = changed.remove(key);
      boolean seen = shown.contains(key) || (before != null && before.shown());
      changed.put(key, seen ? visible : hidden);
    }
    Iterator<Recent> oldest = changed.values().iterator();
    while (changed.size() > max) {
      floor = oldest.next().sequence();
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
   * @param fits whether a record does, by its key and whether it was shown
   * @param type of a record; any that tells them apart
   */
  <T> Map<T, SortedMap<Long, List<String>>> names(
      BiPredicate<ResourceKey, Boolean> fits, Function<ResourceKey, T> type) {
    Map<T, SortedMap<Long, List<String>>> names = new HashMap<>();
    changed.forEach(
        (key, recent) -> {
          if (fits.test(key, recent.shown())) {
            names
                .computeIfAbsent(type.apply(key), absent -> new TreeMap<>())
                .computeIfAbsent(recent.sequence(), absent -> new ArrayList<>())
                .add(key.path());
          }
        });
    return names;
  }
}
