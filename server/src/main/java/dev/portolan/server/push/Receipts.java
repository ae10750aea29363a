package dev.portolan.server.push;

import dev.portolan.wire.Receipt;

/** Hears up to where subscribers were brought, by this start of the hub or another. Thread-safe. */
@FunctionalInterface
public interface Receipts {

  /**
   * Takes what a subscriber shows.
   *
   * @return whether the registry lacks that, so that the subscriber is to come back in another
   *     epoch
   */
  boolean lacking(String subscriber, Receipt shown);
}
