package dev.portolan.agent.apply;

import java.time.Duration;

/**
 * How fast and how much at once.
 *
 * @param writesPerSecond steps per second in the long run
 * @param burst steps that may be run at once after a rest
 * @param parallel steps under way at once
 * @param resync how often everything is read again and repaired
 * @param brakePercent deletions at once are held when they are more than this share of our objects
 *     and more than {@code brakeCount}; 100 never holds
 * @param brakeCount see {@code brakePercent}
 */
public record ApplyLimits(
    double writesPerSecond,
    int burst,
    int parallel,
    Duration resync,
    int brakePercent,
    int brakeCount) {
  public ApplyLimits {
    if (!(writesPerSecond > 0)
        || burst < 1
        || parallel < 1
        || resync.isZero()
        || resync.isNegative()
        || brakePercent < 0
        || brakePercent > 100
        || brakeCount < 0) {
      throw new IllegalArgumentException(
          "limits of %s/s, burst %d, %d at once, resync %s, brake at %d %% and %d"
              .formatted(writesPerSecond, burst, parallel, resync, brakePercent, brakeCount));
    }
  }

  /** For a place that takes writes as fast as they come. */
  public static ApplyLimits unpaced(Duration resync, int brakePercent, int brakeCount) {
    return new ApplyLimits(1_000_000, 1_000_000, 8, resync, brakePercent, brakeCount);
  }
}
