package dev.portolan.server.guard;

import java.time.Duration;

/**
 * When an origin withdraws too much at once.
 *
 * @param percent more than this share of its services, or of its endpoints; 100 holds nothing
 * @param count and more than so many; so many at once are never held
 * @param window what is withdrawn within this time counts together
 * @param confirmAfter after this time the origin's own complete list releases a hold
 */
public record BrakeLimits(int percent, int count, Duration window, Duration confirmAfter) {
  /** 30 percent and 20, within a minute; ten minutes until the origin may confirm. */
  public static final BrakeLimits DEFAULT =
      new BrakeLimits(30, 20, Duration.ofSeconds(60), Duration.ofMinutes(10));

  public BrakeLimits {
    if (percent < 0 || percent > 100 || count < 0 || window.isNegative()) {
      throw new IllegalArgumentException(
          "more than %d %% and more than %d within %s".formatted(percent, count, window));
    }
  }

  /** The same with another share and number. */
  public BrakeLimits with(int otherPercent, int otherCount) {
    return new BrakeLimits(otherPercent, otherCount, window, confirmAfter);
  }
}
