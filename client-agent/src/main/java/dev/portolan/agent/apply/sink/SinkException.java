package dev.portolan.agent.apply.sink;

import org.jspecify.annotations.Nullable;

/** The sink cannot be opened or read; the message says why, for a person. */
public final class SinkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  public SinkException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** Why, in words for a person. */
  public String reason() {
    return reason;
  }
}
