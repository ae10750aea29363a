package dev.portolan.server.query;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.control.SnapshotPublisher;
import dev.portolan.server.rpc.UnavailableException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The last published snapshot, and the watches to wake when there is a newer one. Thread-safe;
 * keeps no change for a watch: each compares for itself.
 */
public final class PublishedSnapshots implements SnapshotPublisher {
  private final Set<Watch<?>> watches = ConcurrentHashMap.newKeySet();
  private final Executor executor;
  private volatile RegistrySnapshot latest = RegistrySnapshot.EMPTY;

  /** Watches are woken on the executor, never on the publisher's thread. */
  public PublishedSnapshots(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void loaded(RegistrySnapshot snapshot) {
    latest = snapshot;
  }

  @Override
  public void publish(RegistryDelta delta, RegistrySnapshot snapshot) {
    latest = snapshot;
    executor.execute(() -> watches.forEach(Watch::wake));
  }

  @Override
  public void beat(RegistrySnapshot snapshot, Instant hubTime) {
    // A reader is not told that nothing has changed.
  }

  /** Ends all watches, so that readers go elsewhere. */
  public void close() {
    watches.forEach(
        watch ->
            watch.end(
                new UnavailableException(
                    "GOING_AWAY", "the hub is going away; watch again with backoff")));
  }

  RegistrySnapshot latest() {
    return latest;
  }

  void add(Watch<?> watch) {
    watches.add(watch);
  }

  void remove(Watch<?> watch) {
    watches.remove(watch);
  }
}
