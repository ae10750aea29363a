package dev.portolan.source.zookeeper;

import java.time.Duration;

/**
 * How an ensemble is read.
 *
 * @param sessionTimeout after twice this time without a connection a new session is begun
 * @param pause after a reading, before the next one for news; longer if the reading took longer
 * @param settle between the first news that something went and the reading that believes it
 * @param relist between two readings of everything, for what no watch tells, such as rights
 * @param retry longest time between attempts after a failure
 * @param absenceGrace how long what is absent is kept after an interruption
 * @param desertedGrace how long a service without instances is still offered
 */
public record ZooKeeperPace(
    Duration sessionTimeout,
    Duration pause,
    Duration settle,
    Duration relist,
    Duration retry,
    Duration absenceGrace,
    Duration desertedGrace) {

  public static final ZooKeeperPace DEFAULT =
      new ZooKeeperPace(
          Duration.ofSeconds(30),
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofSeconds(30));

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** How long news wait after a reading that took so long, by a clock that may have been set. */
  Duration after(Duration reading) {
    if (reading.compareTo(pause) < 0) {
      return pause;
    }
    return reading.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : reading;
  }

  /**
   * A server that has lost its state refuses a session that has seen newer, for as long as it is
   * the same session.
   */
  Duration reopen() {
    return sessionTimeout.multipliedBy(2);
  }
}
