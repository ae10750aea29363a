package dev.portolan.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the hub has against an origin's being alive. The hub's own judgement, never the origin's
 * report; of an origin that is live there is none. It takes nothing away: what follows from it is
 * said by the rules of the virtual mesh.
 *
 * @param silentSince hub wall-clock time at which the origin was last heard, seconds; for people
 * @param lostFor how long the origin has been lost for certain, counted in time in which the hub
 *     was awake; grows in the steps that some rule asks for; zero unless lost
 */
public record Liveness(LivenessKey key, State state, Instant silentSince, Duration lostFor)
    implements Resource {
  public Liveness {
    if (lostFor.isNegative() || (state == State.STALE && !lostFor.isZero())) {
      throw new IllegalArgumentException(
          "%s is %s and lost for %s".formatted(key.origin(), state, lostFor));
    }
    silentSince = silentSince.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Heartbeats are missing. */
  public static Liveness stale(OriginId origin, Instant silentSince) {
    return new Liveness(new LivenessKey(origin), State.STALE, silentSince, Duration.ZERO);
  }

  /** The lease has ended, at least so long ago. */
  public static Liveness lost(OriginId origin, Instant silentSince, Duration lostFor) {
    return new Liveness(new LivenessKey(origin), State.LOST, silentSince, lostFor);
  }

  /** Whose life is in doubt. */
  public OriginId origin() {
    return key.origin();
  }

  /** Whether the lease has ended. */
  public boolean lost() {
    return state == State.LOST;
  }

  /** How bad it is. */
  public enum State {
    /** Heartbeats are missing, the lease still runs: worth saying, no more. */
    STALE,
    /** The lease has ended: the virtual mesh's rule counts from here. */
    LOST
  }
}
