package dev.portolan.source.consul;

import java.time.Duration;

/**
 * How a Consul datacentre is asked.
 *
 * @param connections at most so many questions about services at a time, beside the one for their
 *     names; well below the server's limit per client, which is 200 by default
 * @param patience how long a question may wait for news
 * @param turn how long it takes until each service was asked again when there are more of them than
 *     connections
 * @param pause between an answer with news and the next question about the same service
 * @param retry longest time between attempts after a failure
 * @param resetGrace how long what is absent is kept after Consul's index went back
 * @param desertedGrace how long a service without instances is still offered
 */
public record ConsulPace(
    int connections,
    Duration patience,
    Duration turn,
    Duration pause,
    Duration retry,
    Duration resetGrace,
    Duration desertedGrace) {

  public static final ConsulPace DEFAULT =
      new ConsulPace(
          100,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30));

  private static final Duration LEAST_PATIENCE = Duration.ofMillis(100);

  /** How long a question may wait while so many services want to be asked. */
  Duration patience(int services) {
    if (services <= connections) {
      return patience;
    }
    Duration share = turn.multipliedBy(connections).dividedBy(services);
    return share.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : share;
  }
}
