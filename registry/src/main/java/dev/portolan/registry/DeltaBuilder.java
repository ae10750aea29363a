package dev.portolan.registry;

import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects differences. Confined to one thread; lives for one comparison. */
final class DeltaBuilder {
  private final SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
  private final SortedSet<ResourceKey> removals = new TreeSet<>();

  void compareOne(@Nullable Recorded<?> before, @Nullable Recorded<?> after) {
    if (after != null && !after.equals(before)) {
      upserts.put(after.key(), after);
    } else if (after == null && before != null) {
      removals.add(before.key());
    }
  }

  /** Walks two sorted maps side by side. */
  @SuppressWarnings("ReferenceEquality") // a record that was not touched is the same object
  <K extends ResourceKey, V extends Recorded<?>> void compareAll(
      SortedMap<K, V> before, SortedMap<K, V> after) {
    if (before == after) {
      return;
    }
    Iterator<V> olds = before.values().iterator();
    Iterator<V> news = after.values().iterator();
    V old = next(olds);
    V fresh = next(news);
    while (old != null || fresh != null) {
      int order = old == null ? 1 : fresh == null ? -1 : old.key().compareTo(fresh.key());
      if (order != 0 || old != fresh) {
        compareOne(order <= 0 ? old : null, order >= 0 ? fresh : null);
      }
      old = order <= 0 ? next(olds) : old;
      fresh = order >= 0 ? next(news) : fresh;
    }
  }

  /** Compares shard by shard; a missing shard is an empty one. */
  void compareShards(Map<OriginId, OriginShard> before, Map<OriginId, OriginShard> after) {
    before.forEach(
        (origin, shard) -> shard.compare(after.getOrDefault(origin, OriginShard.nothing()), this));
    after.forEach(
        (origin, shard) -> {
          if (!before.containsKey(origin)) {
            OriginShard.nothing().compare(shard, this);
          }
        });
  }

  RegistryDelta build(Revision from, Revision to) {
    return new RegistryDelta(from, to, upserts, removals);
  }

  private static <V> @Nullable V next(Iterator<V> values) {
    return values.hasNext() ? values.next() : null;
  }
}
