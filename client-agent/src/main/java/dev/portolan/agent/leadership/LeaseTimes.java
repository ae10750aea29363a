package dev.portolan.agent.leadership;

import java.time.Duration;

/**
 * How long a Lease is good for. A leader that cannot renew it gives up after {@code renew}, so that
 * it has stopped before another may take over; one request to the API server must take less than
 * what is left between {@code renew} and {@code lease}.
 *
 * @param lease after which another may take an unrenewed Lease
 * @param renew after which a leader that could not renew stops
 * @param retry between attempts to take or renew
 */
public record LeaseTimes(Duration lease, Duration renew, Duration retry) {
  /** As controllers of Kubernetes have it, with more room between renewing and the end. */
  public static final LeaseTimes STANDARD =
      new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(8), Duration.ofSeconds(2));
}
