package dev.portolan.server.control;

import dev.portolan.registry.OriginId;

/** An origin is reported by an agent or a source, or it is registered by RPC; not both. */
public final class OriginTakenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean reported;

  private OriginTakenException(boolean reported, String message) {
    super(message);
    this.reported = reported;
  }

  /** Somebody registers for an origin that is reported. */
  static OriginTakenException reported(OriginId origin) {
    return new OriginTakenException(
        true,
        "%s is reported by an agent or a source, whose records nobody else writes; register under another origin"
            .formatted(origin));
  }

  /** Somebody reports for an origin that is registered. */
  public static OriginTakenException registered(OriginId origin) {
    return new OriginTakenException(
        false,
        "%s is registered by RPC, and what is registered is not for an agent or a source to replace; report under another name, or deregister everything first"
            .formatted(origin));
  }

  /** Whether it is reported; else it is registered. */
  public boolean isReported() {
    return reported;
  }
}
