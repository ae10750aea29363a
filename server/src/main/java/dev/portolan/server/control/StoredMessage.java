package dev.portolan.server.control;

import dev.portolan.registry.ResourceKey;

/**
 * A record's message as a store has it, for whoever sends the same bytes on. The bytes are shared:
 * nobody writes into them.
 */
public final class StoredMessage {
  private final ResourceKey key;
  private final byte[] bytes;

  /** The bytes are not copied. */
  public StoredMessage(ResourceKey key, byte[] bytes) {
    this.key = key;
    this.bytes = bytes;
  }

  public ResourceKey key() {
    return key;
  }

  /** Not a copy. */
  public byte[] bytes() {
    return bytes;
  }
}
