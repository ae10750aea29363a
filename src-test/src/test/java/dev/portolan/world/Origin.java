package dev.portolan.world;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One cluster as it is: its records now, whatever happens to the agent that reports them. Each
 * process of that agent gets its own {@link LocalServices}. Thread-safe.
 */
public final class Origin {
  private final OriginId id;
  private final NavigableMap<ResourceKey, Recorded<?>> records = new TreeMap<>();
  private final Versions versions = new Versions();
  private @Nullable Feed feed;

  public Origin(Cluster facts) {
    this.id = facts.origin();
    put(facts);
    versions.settle(snapshot());
  }

  public OriginId id() {
    return id;
  }

  /** Every state that others may know of, since the last {@link #settle}. */
  public Versions versions() {
    return versions;
  }

  public synchronized Cluster facts() {
    return snapshot().cluster(id).orElseThrow();
  }

  public synchronized RegistrySnapshot snapshot() {
    return snapshot(records.values());
  }

  /** All of a change at once, as one complete state. */
  public synchronized void change(
      Collection<? extends Resource> puts, Collection<ResourceKey> removals) {
    removals.forEach(records::remove);
    puts.forEach(this::put);
    RegistrySnapshot now = snapshot();
    versions.add(now);
    if (feed != null) {
      feed.tell(state(now, true));
    }
  }

  /** Everybody knows the state that is now. */
  public synchronized void settle() {
    versions.settle(snapshot());
  }

  /**
   * For one process of the agent.
   *
   * @param firstIncomplete keys that the process has not read yet when it starts, in a state that
   *     is not complete; nothing means that it starts with the complete one
   */
  public synchronized LocalServices services(Set<ResourceKey> firstIncomplete) {
    Feed fresh = new Feed(firstIncomplete);
    feed = fresh;
    return fresh;
  }

  /** The process has now read everything. */
  public synchronized void finishReading() {
    if (feed != null) {
      feed.unread = Set.of();
      feed.tell(state(snapshot(), true));
    }
  }

  private void put(Resource resource) {
    records.put(resource.key(), Recorded.local(resource));
  }

  private static RegistrySnapshot snapshot(Collection<Recorded<?>> some) {
    SortedMap<ResourceKey, Recorded<?>> all = new TreeMap<>();
    some.forEach(recorded -> all.put(recorded.key(), recorded));
    return new RegistryDelta(Revision.NONE, Revision.NONE, all, new TreeSet<>())
        .applyTo(RegistrySnapshot.EMPTY);
  }

  private LocalState state(RegistrySnapshot records, boolean complete) {
    return new LocalState(records, OwnServices.around(records, id), List.of(), complete);
  }

  /** What one process reads. */
  private final class Feed implements LocalServices {
    private Set<ResourceKey> unread;
    private @Nullable Consumer<LocalState> listener;

    private Feed(Set<ResourceKey> unread) {
      this.unread = unread;
    }

    @Override
    public void start(Consumer<LocalState> newListener) {
      synchronized (Origin.this) {
        listener = newListener;
        tell(
            unread.isEmpty()
                ? state(snapshot(), true)
                : state(
                    snapshot(
                        records.values().stream()
                            .filter(each -> !unread.contains(each.key()))
                            .toList()),
                    false));
      }
    }

    private void tell(LocalState state) {
      if (listener != null && (unread.isEmpty() || !state.complete())) {
        listener.accept(state);
      }
    }

    @Override
    public void close() {
      synchronized (Origin.this) {
        listener = null;
      }
    }
  }
}
