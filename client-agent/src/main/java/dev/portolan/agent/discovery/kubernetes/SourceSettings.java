package dev.portolan.agent.discovery.kubernetes;

import java.time.Duration;

/**
 * How patiently to watch an API server. All more than zero.
 *
 * @param quiet while what was read may be half of a change, no more of it for so long ends it
 * @param burst longest time that the other half is waited for
 * @param pause shortest time between two reports; a change after a longer one is reported at once
 * @param beat how often the API server and the watches are looked at
 * @param broken how long a watch may be down before its kind is asked for directly
 * @param silence how long a watch may bring neither event nor bookmark before it is taken to have
 *     died; API servers send a bookmark about every minute
 * @param absenceGrace how long an object must be missing after a list before it is believed gone
 * @param nameTtl how often the host names of load balancers are resolved again
 * @param pageSize objects in one answer to a list
 */
public record SourceSettings(
    Duration quiet,
    Duration burst,
    Duration pause,
    Duration beat,
    Duration broken,
    Duration silence,
    Duration absenceGrace,
    Duration nameTtl,
    int pageSize) {

  /** What suits a cluster of any size. */
  public static final SourceSettings DEFAULT =
      new SourceSettings(
          Duration.ofMillis(50),
          Duration.ofMillis(500),
          Duration.ofMillis(20),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMinutes(3),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          100);
}
