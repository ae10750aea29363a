package dev.portolan.server.push;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.SnapshotPublisher;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A registry in the hands of a test: each change is a revision, told to a publisher. */
public final class TestRegistry {
  public static final String EPOCH = "00000000000000aa";
  public static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final SnapshotPublisher publisher;
  private RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;

  public TestRegistry(SnapshotPublisher publisher) {
    this.publisher = publisher;
  }

  public RegistrySnapshot snapshot() {
    return snapshot;
  }

  /** Publishes an empty registry of a new epoch, as a hub does that has just started. */
  public TestRegistry open(String epoch) {
    return restart(RegistrySnapshot.empty(new Revision(epoch, 0)));
  }

  /** Publishes a whole snapshot, as a hub does that finds it in its store. */
  public TestRegistry restart(RegistrySnapshot found) {
    snapshot = found;
    publisher.loaded(found);
    return this;
  }

  public TestRegistry put(Resource... resources) {
    return change(List.of(resources), List.of());
  }

  public TestRegistry remove(ResourceKey... keys) {
    return change(List.of(), List.of(keys));
  }

  public TestRegistry complete(OriginId origin) {
    return put(new ReportProgress(new ReportKey(origin), 1, 1, true, true));
  }

  public TestRegistry change(List<? extends Resource> puts, List<ResourceKey> removals) {
    Revision to = snapshot.revision().next();
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    Provenance provenance = new Provenance(to.sequence(), to.sequence(), TIME);
    puts.forEach(put -> upserts.put(put.key(), new Recorded<>(put, provenance)));
    RegistryDelta delta =
        new RegistryDelta(snapshot.revision(), to, upserts, new TreeSet<>(removals));
    snapshot = delta.applyTo(snapshot);
    publisher.publish(delta, snapshot);
    return this;
  }

  public void beat() {
    publisher.beat(snapshot, TIME);
  }
}
