package dev.portolan.server.store;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.Lineage;
import dev.portolan.server.control.RandomName;
import dev.portolan.server.control.RegistryStore;

/**
 * A store that lasts as long as the object: for tests, and for a hub that may forget. It can be
 * loaded again after {@link #close}, as a disk survives its process. Confined to the registry
 * loop's thread.
 */
public final class InMemoryStore implements RegistryStore {
  private RegistrySnapshot held = RegistrySnapshot.empty(new Revision(RandomName.next(), 0));
  private Lineage lineage = Lineage.unknown(held.revision().epoch());
  private String start = "";
  private boolean open;

  @Override
  public RegistrySnapshot load() {
    if (open) {
      throw new IllegalStateException("the store is loaded once per opening");
    }
    open = true;
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
    if (!open) {
      throw new IllegalStateException("append to a store that is not loaded");
    }
    if (!proposed.from().equals(held.revision())) {
      throw new IllegalStateException(
          "append from %s to a store at %s".formatted(proposed.from(), held.revision()));
    }
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
    open = false;
  }
}
