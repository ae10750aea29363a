package dev.portolan.server.security;

/** The peer is not, or not provably, who it claims to be; the message says why. */
public final class IdentityRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean proven;

  private IdentityRefusedException(boolean proven, String message) {
    super(message);
    this.proven = proven;
  }

  /** The transport does not prove who is calling. */
  public static IdentityRefusedException unproven(String message) {
    return new IdentityRefusedException(false, message);
  }

  /** The transport proves who is calling, and it may not act for the claimed origin. */
  public static IdentityRefusedException denied(String message) {
    return new IdentityRefusedException(true, message);
  }

  /** Whether the caller is known, and only what it claims is refused. */
  public boolean proven() {
    return proven;
  }
}
