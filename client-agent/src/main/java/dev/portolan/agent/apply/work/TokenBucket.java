package dev.portolan.agent.apply.work;

import java.time.Duration;
import java.time.Instant;

/** Lets a burst through, then a steady rate. Confined to one thread. */
public final class TokenBucket {
  private final double perSecond;
  private final int burst;
  private double tokens;
  private Instant filled;

  /**
   * A full bucket.
   *
   * @param perSecond above 0
   * @param burst at least 1
   */
  public TokenBucket(double perSecond, int burst, Instant now) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filled = now;
  }

  /** How long until a token is there; zero when one is. */
  public Duration wait(Instant now) {
    fill(now);
    return tokens >= 1
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * 1e9));
  }

  /**
   * Takes a token.
   *
   * @throws IllegalStateException if none is there
   */
  public void take(Instant now) {
    fill(now);
    if (tokens < 1) {
      throw new IllegalStateException("took a token that is not there");
    }
    tokens -= 1;
  }

  private void fill(Instant now) {
    // A clock that was set back must not take tokens away.
    long passed = Math.max(0, Duration.between(filled, now).toNanos());
    tokens = Math.min(burst, tokens + passed / 1e9 * perSecond);
    filled = now;
  }
}
