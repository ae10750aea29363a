package dev.portolan.it.chain;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.Lineage;
import dev.portolan.server.control.RegistryStore;
import java.util.Random;

/** What a hub's store holds, as a disk survives the process; can be copied, as by a backup. */
final class Disk implements RegistryStore {
  private volatile RegistrySnapshot held;
  private volatile Lineage lineage;
  private volatile String start = "";

  private Disk(RegistrySnapshot held, Lineage lineage) {
    this.held = held;
    this.lineage = lineage;
  }

  /** An empty one, which begins an epoch. */
  static Disk blank(Random random) {
    String epoch = "%016x".formatted(random.nextLong() | 1);
    return new Disk(RegistrySnapshot.empty(new Revision(epoch, 0)), Lineage.unknown(epoch));
  }

  /** As it is now; nothing that follows is in it. */
  Disk copy() {
    return new Disk(held, lineage);
  }

  @Override
  public RegistrySnapshot load() {
    return held;
  }

  @Override
  public Lineage begin(String name) {
    start = name;
    lineage = lineage.begun(name, held.revision());
    return lineage;
  }

  @Override
  public RegistryDelta append(RegistryDelta proposed) {
    held = proposed.applyTo(held);
    if (!lineage.epoch().equals(held.revision().epoch())) {
      lineage = Lineage.opened(start, held.revision());
    }
    return proposed;
  }

  @Override
  public void probe() {
    // There is always room.
  }

  @Override
  public void close() {
    // It stays.
  }
}
