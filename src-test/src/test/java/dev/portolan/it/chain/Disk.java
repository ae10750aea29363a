package dev.portolan.it.chain;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.RegistryStore;
import java.util.Random;

/** What a hub's store holds, as a disk survives the process; can be copied, as by a backup. */
final class Disk implements RegistryStore {
  private volatile RegistrySnapshot held;

  private Disk(RegistrySnapshot held) {
    this.held = held;
  }

  /** An empty one, which begins an epoch. */
  static Disk blank(Random random) {
    return new Disk(
        RegistrySnapshot.empty(new Revision("%016x".formatted(random.nextLong() | 1), 0)));
  }

  /** As it is now; nothing that follows is in it. */
  Disk copy() {
    return new Disk(held);
  }

  @Override
  public RegistrySnapshot load() {
    return held;
  }

  @Override
  public RegistryDelta append(RegistryDelta proposed) {
    held = proposed.applyTo(held);
    return proposed;
  }

  @Override
  public void close() {
    // It stays.
  }
}
