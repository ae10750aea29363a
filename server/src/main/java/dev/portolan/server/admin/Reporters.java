package dev.portolan.server.admin;

import dev.portolan.registry.OriginId;

/** Decisions about who reports for an origin. Thread-safe. */
public interface Reporters {

  /** Lets an agent report again; false when none was kept from it. */
  boolean release(OriginId origin);

  /** Says which cluster an origin is. */
  void bind(OriginId origin, String uid);
}
