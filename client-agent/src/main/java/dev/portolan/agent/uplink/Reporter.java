package dev.portolan.agent.uplink;

import dev.portolan.registry.OriginId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who reports.
 *
 * @param incarnation grows with every start of this process, of which it is the time in Unix
 *     milliseconds; above 0
 * @param version of this process, for people
 */
public record Reporter(OriginId origin, long incarnation, String version) {
  public Reporter {
    if (incarnation < 1) {
      throw new IllegalArgumentException("incarnation " + incarnation + " of " + origin);
    }
  }

  /**
   * This process above one that seems to have started later and cannot have: its number lies in the
   * future. Its clock was ahead, or this one was set back; the hub would refuse this process until
   * the clock is there. Only for a process that the hub has not welcomed yet: else two that live
   * could overtake each other for ever.
   */
  Optional<Reporter> overtaking(OptionalLong other, Instant now) {
    return other.isPresent()
            && other.getAsLong() > now.toEpochMilli()
            && other.getAsLong() < Long.MAX_VALUE
        ? Optional.of(new Reporter(origin, other.getAsLong() + 1, version))
        : Optional.empty();
  }
}
