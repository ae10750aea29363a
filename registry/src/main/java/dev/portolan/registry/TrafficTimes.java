package dev.portolan.registry;

import java.time.Duration;

/** Times in traffic policies: whole milliseconds from 1 ms to 1 h. */
public final class TrafficTimes {
  public static final Duration MAX = Duration.ofHours(1);

  private TrafficTimes() {}

  /** Whether a time can be one of these. */
  public static boolean isTime(Duration time) {
    return time.compareTo(MAX) <= 0
        && time.compareTo(Duration.ofMillis(1)) >= 0
        && time.toNanosPart() % 1_000_000 == 0;
  }

  static Duration require(String what, Duration time) {
    if (!isTime(time)) {
      throw new IllegalArgumentException(
          "%s is %s; whole milliseconds from 1 ms to %s are allowed".formatted(what, time, MAX));
    }
    return time;
  }
}
