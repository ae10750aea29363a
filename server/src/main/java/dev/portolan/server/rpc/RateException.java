package dev.portolan.server.rpc;

import java.time.Duration;

/** The peer calls more often than it may; nothing of the request is in force. */
public final class RateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration after;

  /**
   * A refusal.
   *
   * @param after time after which it may call again
   */
  public RateException(String message, Duration after) {
    super(message);
    this.after = after;
  }

  /** After which the peer may call again. */
  public Duration after() {
    return after;
  }
}
