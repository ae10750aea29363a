package dev.portolan.agent.cache;

/** The state directory cannot be had. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  StateException(String reason) {
    super(reason);
    this.reason = reason;
  }

  StateException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** What is wrong and what to do, for a person. */
  public String reason() {
    return reason;
  }
}
