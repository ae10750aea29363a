package dev.portolan.server.store;

import dev.portolan.server.control.RegistryStore;

final class InMemoryStoreTest extends StoreConformance {
  private final InMemoryStore store = new InMemoryStore();

  @Override
  RegistryStore open() {
    return store;
  }

  @Override
  RegistryStore openElsewhere() {
    return new InMemoryStore();
  }
}
