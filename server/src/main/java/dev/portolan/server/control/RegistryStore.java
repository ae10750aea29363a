package dev.portolan.server.control;

import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import java.util.List;

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
   * What {@link #load} read, as messages, for who would encode the records again; after it, once:
   * they are given away. Perhaps not of all records, and of none by a store that has no bytes.
   */
  default List<StoredMessage> takeMessages() {
    return List.of();
  }

  /**
   * Makes durable that a hub starts to write here; after {@link #load}, once, before anybody is
   * told of the content.
   *
   * @param start a name that no other start has
   * @return who has written the epoch, this start last
   * @throws StoreException if it is not durable
   */
  Lineage begin(String start);

  /**
   * Makes a change durable, all of it or nothing, and returns it as the store ordered it. The loop
   * applies what it gets back, so a store that orders the writes of several hubs fits as well. A
   * change that leads to another epoch begins it, and this start is the first that writes it.
   *
   * @throws StoreFullException if there is no room for it; the registry stays as it was
   * @throws StoreFailedException if nobody can tell what is durable; the store must not be used any
   *     more
   * @throws StoreException if it is not durable for another reason; the registry stays as it was
   */
  RegistryDelta append(RegistryDelta proposed);

  /**
   * Looks whether a store that has refused a write would take one now.
   *
   * @throws StoreException if not, as {@link #append} would
   */
  void probe();

  @Override
  void close();
}
