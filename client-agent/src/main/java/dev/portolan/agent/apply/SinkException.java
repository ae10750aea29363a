package dev.portolan.agent.apply;

/** The sink refused one operation, or cannot be read; the message says why, for a person. */
public final class SinkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  public SinkException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** Why, in words for a person. */
  public String reason() {
    return reason;
  }
}
