package dev.portolan.source.eureka;

import java.time.Duration;

/**
 * How Eureka's servers are asked.
 *
 * @param poll between an answer and the next question
 * @param window after more time than this without an answer everything is asked for: a server
 *     remembers changes for three minutes by default, and its caches are up to one behind
 * @param relist between two lists of everything, for what the hash does not see
 * @param retry longest time between attempts after a failure
 * @param confirm how long lists of everything must lack an instance, at the least, before that
 *     means something: the caches of a server are that old
 * @param absenceGrace how long what is absent is kept where the registry is not what it was
 * @param desertedGrace how long a service without instances is still offered: longer than a poll,
 *     or nobody comes back in time
 */
public record EurekaPace(
    Duration poll,
    Duration window,
    Duration relist,
    Duration retry,
    Duration confirm,
    Duration absenceGrace,
    Duration desertedGrace) {

  public static final EurekaPace DEFAULT =
      new EurekaPace(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(90));
}
