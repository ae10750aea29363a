package dev.portolan.registry;

import java.time.Duration;

/**
 * When a client stops sending to a destination that fails, and for how long; as Istio's
 * OutlierDetection, which ignores the order of tiers without one.
 *
 * @param consecutiveErrors after so many 5xx answers or failed connections in a row, 1 to {@value
 *     #MAX_ERRORS}
 * @param interval how often a client looks, whole seconds from 1 s to {@link #MAX_TIME}
 * @param ejection for how long the first time, longer each further time; whole seconds from 1 s to
 *     {@link #MAX_TIME}
 * @param maxEjectedPercent of a host's destinations, 1 to 100; below 100 a tier whose destinations
 *     all fail keeps some of the traffic
 */
public record OutlierRule(
    int consecutiveErrors, Duration interval, Duration ejection, int maxEjectedPercent) {
  public static final int MAX_ERRORS = 1000;
  public static final Duration MAX_TIME = Duration.ofHours(1);

  /** What a policy that says nothing means. */
  public static final OutlierRule DEFAULT =
      new OutlierRule(5, Duration.ofSeconds(5), Duration.ofSeconds(30), 100);

  public OutlierRule {
    require("consecutiveErrors", consecutiveErrors, MAX_ERRORS);
    require("maxEjectedPercent", maxEjectedPercent, 100);
    requireTime("interval", interval);
    requireTime("ejection", ejection);
  }

  private static void require(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "%s is %d; 1 to %d are allowed".formatted(name, value, max));
    }
  }

  private static void requireTime(String name, Duration time) {
    if (!isTime(time)) {
      throw new IllegalArgumentException(
          "%s is %s; whole seconds from 1 s to %s are allowed".formatted(name, time, MAX_TIME));
    }
  }

  /** Whether a time can be one of these. */
  public static boolean isTime(Duration time) {
    return time.equals(Duration.ofSeconds(time.toSeconds()))
        && time.toSeconds() >= 1
        && time.compareTo(MAX_TIME) <= 0;
  }
}
