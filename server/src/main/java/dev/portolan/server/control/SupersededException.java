package dev.portolan.server.control;

import dev.portolan.registry.OriginId;

/** A process with a higher incarnation reports for this origin now; the older one must stop. */
public final class SupersededException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long newer;

  public SupersededException(OriginId origin, long incarnation, long newer) {
    super(
        "incarnation %d of %s is superseded by incarnation %d"
            .formatted(incarnation, origin, newer));
    this.newer = newer;
  }

  /** The incarnation that reports now. */
  public long newer() {
    return newer;
  }
}
