package dev.portolan.server.rpc;

/** The hub cannot serve this call any longer; the peer should reconnect with backoff. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * Creates an exception.
   *
   * @param reason stable upper-case word for machines, such as {@code GOING_AWAY}
   */
  public UnavailableException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
