package dev.portolan.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;

/**
 * A random history played twice: as deltas on snapshots, and naively on a sorted map. Point 0 is
 * the empty registry, point n is after batch n.
 */
record History(List<RegistrySnapshot> points, List<SortedMap<ResourceKey, Recorded<?>>> models) {
  private static final String EPOCH = "0123456789abcdef";

  static Arbitrary<History> histories() {
    return Change.changes()
        .list()
        .ofMaxSize(12)
        .list()
        .ofMaxSize(8)
        .map(History::play)
        .withoutEdgeCases();
  }

  static History play(List<List<Change>> batches) {
    List<RegistrySnapshot> points = new ArrayList<>();
    List<SortedMap<ResourceKey, Recorded<?>>> models = new ArrayList<>();
    RegistrySnapshot snapshot = RegistrySnapshot.empty(new Revision(EPOCH, 0));
    SortedMap<ResourceKey, Recorded<?>> model = new TreeMap<>();
    points.add(snapshot);
    models.add(model);
    for (List<Change> batch : batches) {
      RegistryDelta delta = delta(snapshot.revision(), batch);
      snapshot = delta.applyTo(snapshot);
      model = new TreeMap<>(model);
      model.putAll(delta.upserts());
      model.keySet().removeAll(delta.removals());
      points.add(snapshot);
      models.add(model);
    }
    return new History(points, models);
  }

  RegistrySnapshot last() {
    return points.get(points.size() - 1);
  }

  /** The point at a fraction of the history. */
  int at(double fraction) {
    return (int) Math.min(points.size() - 1, Math.floor(fraction * points.size()));
  }

  /** The same content in a lineage that cannot be compared with this one's. */
  static RegistrySnapshot elsewhere(RegistrySnapshot snapshot) {
    return snapshot.at(new Revision("fedcba9876543210", snapshot.revision().sequence()));
  }

  /** Everything in a snapshot, found by going through its shards. */
  static SortedMap<ResourceKey, Recorded<?>> contents(RegistrySnapshot snapshot) {
    SortedMap<ResourceKey, Recorded<?>> all = new TreeMap<>();
    snapshot.rules().forEach(record -> all.put(record.key(), record));
    for (OriginShard shard : snapshot.origins().values()) {
      shard.cluster().ifPresent(record -> all.put(record.key(), record));
      shard.progress().ifPresent(record -> all.put(record.key(), record));
      shard.liveness().ifPresent(record -> all.put(record.key(), record));
      for (Hold.State state : Hold.State.values()) {
        shard.hold(state).ifPresent(record -> all.put(record.key(), record));
      }
      shard.services().forEach(record -> all.put(record.key(), record));
      shard.registrations().forEach(record -> all.put(record.key(), record));
      shard.capacities().forEach(record -> all.put(record.key(), record));
      shard.slices().forEach(record -> all.put(record.key(), record));
    }
    return all;
  }

  private static RegistryDelta delta(Revision from, List<Change> batch) {
    Map<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    SortedSet<ResourceKey> removals = new TreeSet<>();
    Revision to = from.next();
    Provenance now = new Provenance(to.sequence(), to.sequence(), Instant.EPOCH);
    for (Change change : batch) {
      upserts.remove(change.key());
      removals.remove(change.key());
      if (change.record() == null) {
        removals.add(change.key());
      } else {
        upserts.put(change.key(), new Recorded<>(change.record(), now));
      }
    }
    return new RegistryDelta(from, to, new TreeMap<>(upserts), removals);
  }
}
