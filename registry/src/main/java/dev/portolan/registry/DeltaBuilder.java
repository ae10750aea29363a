package dev.portolan.registry;

import dev.portolan.tree.SortedTree;
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

  /** Compares what two trees do not share. */
  <K, E extends Recorded<?>> void compareAll(SortedTree<K, E> before, SortedTree<K, E> after) {
    before.changes(after).forEachRemaining(change -> compareOne(change.before(), change.after()));
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
}
