package dev.portolan.server.control;

import dev.portolan.registry.OriginId;

/** An origin would have more registrations than it may; nothing of the request is in force. */
public final class QuotaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final OriginId origin;

  QuotaException(OriginId origin, int registered, int fresh, int quota) {
    super(
        "%s has %d registrations and would have %d more; at most %d are allowed. Deregister what is not needed, or register under several origins"
            .formatted(origin, registered, fresh, quota));
    this.origin = origin;
  }

  /** Whose quota it is. */
  public OriginId origin() {
    return origin;
  }
}
