package dev.portolan.agent.downlink;

import dev.portolan.registry.OriginId;
import java.time.Duration;

/**
 * Who receives.
 *
 * @param incarnation grows with every start of this process
 * @param version of this process, for people
 * @param beat how often the hub marks a point when nothing changes; a stream on which three of them
 *     are missed is ended
 */
public record Subscriber(OriginId origin, long incarnation, String version, Duration beat) {
  /** The hub's own default. */
  public static final Duration DEFAULT_BEAT = Duration.ofSeconds(5);

  public Subscriber {
    if (incarnation < 1 || beat.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException(
          "incarnation %d of %s with a beat of %s".formatted(incarnation, origin, beat));
    }
  }
}
