package dev.portolan.server.query;

import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.server.rpc.SnapshotGoneException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Snapshots that readers are paging through: the {@value #MAX_PINNED} last used, each for five
 * minutes after its last use. Thread-safe by its own lock, held for a map access only.
 */
final class PinnedSnapshots {
  static final int MAX_PINNED = 32;
  static final Duration KEPT = Duration.ofMinutes(5);

  private final LongSupplier nanoTime;
  // Least recently used first.
  private final Map<Revision, Pin> pins = new LinkedHashMap<>();

  private record Pin(RegistrySnapshot snapshot, long usedAt) {}

  /** Time is monotonic, as {@link System#nanoTime}. */
  PinnedSnapshots(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Keeps a snapshot, or keeps it longer. */
  synchronized void pin(RegistrySnapshot snapshot) {
    pins.remove(snapshot.revision());
    pins.put(snapshot.revision(), new Pin(snapshot, nanoTime.getAsLong()));
    dropOld();
  }

  /**
   * The snapshot at a revision.
   *
   * @throws SnapshotGoneException if it is not kept, or no longer
   */
  synchronized RegistrySnapshot at(Revision revision) {
    dropOld();
    Pin pin = pins.get(revision);
    if (pin == null) {
      throw new SnapshotGoneException(revision);
    }
    return pin.snapshot();
  }

  private void dropOld() {
    long now = nanoTime.getAsLong();
    Iterator<Pin> oldest = pins.values().iterator();
    while (oldest.hasNext()) {
      boolean old = now - oldest.next().usedAt() > KEPT.toNanos();
      if (!old && pins.size() <= MAX_PINNED) {
        return;
      }
      oldest.remove();
    }
  }
}
