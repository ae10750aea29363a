package dev.portolan.server.guard;

import java.time.Duration;

/**
 * How long silence may last. All times are ones in which the hub was awake.
 *
 * @param tick how often the hub looks; shorter than anything else here
 * @param staleAfter silence after which heartbeats are missing
 * @param lease silence after which an origin is lost
 * @param pause a gap between two ticks that is longer means that the hub itself stood still for so
 *     long that every origin may need a whole lease to come back
 */
public record LeaseTimes(Duration tick, Duration staleAfter, Duration lease, Duration pause) {
  /** Returns within {@link #WINDOW} after which a return has to prove itself. */
  static final int FREE_RETURNS = 3;

  /** How long a return is remembered. */
  static final Duration WINDOW = Duration.ofMinutes(10);

  /** The longest time for which a return has to last. */
  static final Duration LONGEST_PROBATION = Duration.ofMinutes(5);

  private static final Duration LONGEST_TICK = Duration.ofMillis(500);

  public LeaseTimes {
    if (tick.toMillis() < 1 || staleAfter.compareTo(tick) <= 0 || lease.compareTo(staleAfter) < 0) {
      throw new IllegalArgumentException(
          "tick %s, stale after %s, lease %s: each must be longer than the one before"
              .formatted(tick, staleAfter, lease));
    }
  }

  /**
   * Times that fit to an interval of heartbeats: silence is noticed within one and a half of them,
   * the time to look included.
   */
  public static LeaseTimes of(Duration heartbeat, Duration lease) {
    Duration tenth = heartbeat.dividedBy(10);
    Duration tick = tenth.dividedBy(2);
    Duration staleAfter = tenth.multipliedBy(14);
    return new LeaseTimes(
        tick.compareTo(LONGEST_TICK) > 0 ? LONGEST_TICK : tick,
        staleAfter,
        lease.compareTo(staleAfter) < 0 ? staleAfter : lease,
        heartbeat.dividedBy(2));
  }

  /** For how long a return has to last after that many others within {@link #WINDOW}. */
  Duration probation(int returns) {
    Duration time = returns < FREE_RETURNS ? Duration.ZERO : lease;
    for (int i = FREE_RETURNS; i < returns && time.compareTo(LONGEST_PROBATION) < 0; i++) {
      time = time.multipliedBy(2);
    }
    return time.compareTo(LONGEST_PROBATION) > 0 ? LONGEST_PROBATION : time;
  }
}
