package dev.portolan.agent.discovery.conversion;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The records of one origin. Immutable; what an edit does not change stays the same object. */
public record LocalRecords(RegistrySnapshot snapshot) {
  /** Nothing but the facts of the origin. */
  public static LocalRecords of(Cluster facts) {
    Edit edit = new LocalRecords(RegistrySnapshot.EMPTY).edit();
    edit.replace(facts);
    return edit.build();
  }

  /** Begins a change; these records stay as they are. */
  public Edit edit() {
    return new Edit();
  }

  /** Collects changes. Confined to one thread; lives for one edit. */
  public final class Edit {
    private final SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    private final SortedSet<ResourceKey> removals = new TreeSet<>();

    /** Puts a record in the place of the one with its key. */
    public void replace(Resource resource) {
      removals.remove(resource.key());
      Optional<? extends Recorded<?>> known = snapshot.find(resource.key());
      if (known.isEmpty() || !known.get().resource().equals(resource)) {
        upserts.put(resource.key(), Recorded.local(resource));
      }
    }

    /** Takes a record out, unless it is put back in the same edit. */
    public void remove(Resource resource) {
      removals.add(resource.key());
    }

    void replace(ConvertedService before, ConvertedService after) {
      before.service().ifPresent(this::remove);
      for (EndpointSlice slice : before.slices()) {
        remove(slice);
      }
      after.service().ifPresent(this::replace);
      for (EndpointSlice slice : after.slices()) {
        replace(slice);
      }
    }

    /** The records after the change. */
    public LocalRecords build() {
      RegistryDelta delta = new RegistryDelta(Revision.NONE, Revision.NONE, upserts, removals);
      return delta.isEmpty() ? LocalRecords.this : new LocalRecords(delta.applyTo(snapshot));
    }
  }
}
