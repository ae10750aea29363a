package dev.portolan.server.control;

/** Nothing is held under the name: it was decided already, or has changed since it was shown. */
public final class NoSuchHoldException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoSuchHoldException(String name) {
    super(
        "nothing is held as '%s': it was decided, or has changed since; look at what is held now"
            .formatted(name));
  }
}
