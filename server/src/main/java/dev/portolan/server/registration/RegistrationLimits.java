package dev.portolan.server.registration;

import java.time.Duration;

/**
 * What registering may cost the hub, and the times by which leases are judged.
 *
 * @param quota registrations that one origin may have
 * @param batch registrations in one request
 * @param rate requests of one origin in a second, on average; renewals have their own count of them
 * @param burst requests of one origin at once
 * @param renewAtLeast how often the hub wants to hear each session
 * @param patience how long it waits for somebody else to be heard before it holds what is overdue
 * @param settling after which time in an epoch whoever lives has registered again
 * @param again after which time it asks again about what is held, or could not be written
 */
public record RegistrationLimits(
    int quota,
    int batch,
    int rate,
    int burst,
    Duration renewAtLeast,
    Duration patience,
    Duration settling,
    Duration again) {
  /** How often leases are looked at. */
  static final Duration TICK = Duration.ofMillis(500);

  /** A gap between two looks up to which all of it counts; of a longer one no more than this. */
  static final Duration LONGEST_TICK = TICK.multipliedBy(2);

  /** After a longer gap the hub stood still itself, and everybody gets a whole TTL. */
  static final Duration PAUSE = TICK.multipliedBy(4);

  /**
   * 5,000 registrations, 500 in a request, 50 requests a second and 200 at once.
   *
   * @param heartbeat of the hub's origins
   * @param lease of the hub's origins
   */
  public static RegistrationLimits standard(Duration heartbeat, Duration lease) {
    return new RegistrationLimits(
        5_000, 500, 50, 200, heartbeat, heartbeat.multipliedBy(2), lease, Duration.ofSeconds(30));
  }

  /** How often a session is to renew what has this TTL at the least. */
  Duration renewInterval(Duration ttl) {
    Duration third = ttl.dividedBy(3);
    return third.compareTo(renewAtLeast) < 0 ? third : renewAtLeast;
  }
}
