package dev.portolan.agent.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waiting times between attempts: a bound that doubles from the first to the longest, and under it
 * a random time, so that a fleet that lost its hub does not return in step. Confined to one thread.
 */
public final class Backoff {
  /** What the other side may ask for at most; a hub that asks for more is mistaken. */
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  /** Part of what was asked for that is added by chance at most. */
  private static final int SPREAD = 4;

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

  /**
   * How long to wait now, when the other side asks for some time: never less, up to ten minutes,
   * and up to a quarter more, so that all who were asked for the same do not return in step.
   *
   * @param asked zero when nothing was asked for
   */
  public Duration next(Duration asked) {
    Duration own = next();
    if (asked.isZero()) {
      return own;
    }
    Duration least = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    Duration wait = least.plusNanos(random.nextLong(least.toNanos() / SPREAD + 1));
    return wait.compareTo(own) > 0 ? wait : own;
  }

  /** The next wait is a first one again. */
  public void reset() {
    bound = first;
  }
}
