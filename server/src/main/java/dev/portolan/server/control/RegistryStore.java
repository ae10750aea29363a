package dev.portolan.server.control;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;

/**
 * Where the registry survives. Called from the registry loop's thread only, {@link #load} first and
 * once.
 */
public interface RegistryStore extends AutoCloseable {

  /**
   * Everything that was ever appended. A new store begins an epoch of its own at sequence 0.
   *
   * @throws StoreException if the content cannot be read whole; never a part of it
   */
  RegistrySnapshot load();

  /**
   * Makes a change durable, all of it or nothing, and returns it as the store ordered it. The loop
   * applies what it gets back, so a store that orders the writes of several hubs fits as well.
   *
   * @throws StoreException if it is not durable; the registry stays as it was
   */
  RegistryDelta append(RegistryDelta proposed);

  @Override
  void close();
}
