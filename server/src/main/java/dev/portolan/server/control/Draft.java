package dev.portolan.server.control;

import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The next revision while it is being decided: changes go to a working snapshot, so each sees those
 * before it. Confined to one thread; lives for one plan. Unchanged content is no change, also when
 * it went away and came back within the draft.
 */
final class Draft {
  private final RegistrySnapshot base;
  private final Revision next;
  private final Instant reported;
  // One object for all that a batch brings: a first list is a registry's worth of records.
  private final Provenance fresh;
  private final Set<ResourceKey> touched = new HashSet<>();
  private RegistrySnapshot working;

  /**
   * A draft of nothing yet.
   *
   * @param next the revision that it becomes, also when nothing else changes if that is of another
   *     epoch
   */
  Draft(RegistrySnapshot base, Revision next, Instant reported) {
    this.base = base;
    this.next = next;
    this.reported = reported;
    this.fresh = new Provenance(next.sequence(), next.sequence(), reported);
    this.working = base.at(next);
  }

  RegistrySnapshot working() {
    return working;
  }

  /** Goes back to an earlier working snapshot of this draft. */
  void restore(RegistrySnapshot earlier) {
    working = earlier;
  }

  void put(Resource resource) {
    ResourceKey key = resource.key();
    if (!holds(working.find(key), resource)) {
      Provenance provenance =
          base.find(key)
              .map(known -> known.provenance().firstSequence())
              .map(first -> new Provenance(first, next.sequence(), reported))
              .orElse(fresh);
      commit(new TreeMap<>(Map.of(key, new Recorded<>(resource, provenance))), new TreeSet<>());
    }
  }

  /** Removes what is there of the keys. */
  void remove(Collection<? extends ResourceKey> keys) {
    commit(new TreeMap<>(), new TreeSet<>(keys));
  }

  /** Everything that is different from the base; keeps its revision when nothing is. */
  RegistryDelta delta() {
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    SortedSet<ResourceKey> removals = new TreeSet<>();
    for (ResourceKey key : touched) {
      Optional<? extends Recorded<?>> before = base.find(key);
      Optional<? extends Recorded<?>> after = working.find(key);
      if (after.isEmpty()) {
        before.ifPresent(gone -> removals.add(key));
      } else if (!holds(before, after.get().resource())) {
        upserts.put(key, after.get());
      }
    }
    boolean changed =
        !upserts.isEmpty() || !removals.isEmpty() || !next.comparableWith(base.revision());
    return new RegistryDelta(base.revision(), changed ? next : base.revision(), upserts, removals);
  }

  private void commit(
      SortedMap<ResourceKey, Recorded<?>> upserts, SortedSet<ResourceKey> removals) {
    RegistryDelta step = new RegistryDelta(next, next, upserts, removals);
    working = step.applyTo(working);
    touched.addAll(upserts.keySet());
    touched.addAll(removals);
  }

  private static boolean holds(Optional<? extends Recorded<?>> known, Resource resource) {
    return known.isPresent() && known.get().resource().equals(resource);
  }
}
