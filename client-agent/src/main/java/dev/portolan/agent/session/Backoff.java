package dev.portolan.agent.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waiting times between attempts: a bound that doubles from the first to the longest, and under it
 * a random time, so that a fleet that lost its hub does not return in step. Confined to one thread.
 */
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration bound;

  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("backoff from " + first + " to " + longest);
    }
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.bound = first;
  }

  /** How long to wait now: between half of the first time and the bound, which then doubles. */
  public Duration next() {
    long least = first.toNanos() / 2;
    Duration wait = Duration.ofNanos(random.nextLong(least, bound.toNanos() + 1));
    Duration doubled = bound.multipliedBy(2);
    bound = doubled.compareTo(longest) > 0 ? longest : doubled;
    return wait;
  }

  /** The next wait is a first one again. */
  public void reset() {
    bound = first;
  }
}
