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
 * @param maxListBytes of the names and versions of one type that it tells at most
 */
public record Subscriber(
    OriginId origin, long incarnation, String version, Duration beat, long maxListBytes) {
  /** The hub's own default. */
  public static final Duration DEFAULT_BEAT = Duration.ofSeconds(5);

  /** One that tells as much as a hub takes. */
  public Subscriber(OriginId origin, long incarnation, String version, Duration beat) {
    this(origin, incarnation, version, beat, VersionList.MAX_BYTES);
  }

  public Subscriber {
    if (incarnation < 1 || beat.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException(
          "incarnation %d of %s with a beat of %s".formatted(incarnation, origin, beat));
    }
  }
}
