package dev.portolan.registry;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changed between two snapshots. Laws: {@code between(a, b).applyTo(a)} equals {@code b};
 * {@code between(a, a)} is empty; {@code between(EMPTY, s)} is the first sync, so first sync and
 * increments are one path.
 *
 * @param upserts records that are new or different in {@code to}
 * @param removals keys that are not in {@code to}; disjoint from the upserts
 */
public record RegistryDelta(
    Revision from,
    Revision to,
    SortedMap<ResourceKey, Recorded<?>> upserts,
    SortedSet<ResourceKey> removals) {
  public RegistryDelta {
    upserts = Collections.unmodifiableSortedMap(new TreeMap<>(upserts));
    removals = Collections.unmodifiableSortedSet(new TreeSet<>(removals));
    for (ResourceKey key : removals) {
      if (upserts.containsKey(key)) {
        throw new IllegalArgumentException(key + " is both upserted and removed");
      }
    }
    upserts.forEach(
        (key, recorded) -> {
          if (!recorded.key().equals(key)) {
            throw new IllegalArgumentException(recorded.key() + " is filed under " + key);
          }
        });
    if (from.comparableWith(to) && from.sequence() > to.sequence()) {
      throw new IllegalArgumentException("a delta from " + from + " back to " + to);
    }
  }

  /** The difference, at a cost of the shards that differ. */
  public static RegistryDelta between(RegistrySnapshot from, RegistrySnapshot to) {
    DeltaBuilder delta = new DeltaBuilder();
    from.ruleBook().compare(to.ruleBook(), delta);
    delta.compareShards(from.origins(), to.origins());
    return delta.build(from.revision(), to.revision());
  }

  /**
   * The snapshot at {@link #to}.
   *
   * @throws IllegalArgumentException if the snapshot is not at {@link #from}
   */
  public RegistrySnapshot applyTo(RegistrySnapshot snapshot) {
    if (!snapshot.revision().equals(from)) {
      throw new IllegalArgumentException(
          "a delta from " + from + " cannot be applied at " + snapshot.revision());
    }
    return snapshot.with(this);
  }

  /** Nothing changed but, perhaps, the revision. */
  public boolean isEmpty() {
    return upserts.isEmpty() && removals.isEmpty();
  }

  /** How many records changed. */
  public int size() {
    return upserts.size() + removals.size();
  }
}
