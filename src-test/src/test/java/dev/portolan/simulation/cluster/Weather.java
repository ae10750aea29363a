package dev.portolan.simulation.cluster;

import dev.portolan.agent.apply.sink.Refusal;
import java.time.Duration;
import java.util.Optional;

/**
 * How an API server is just now.
 *
 * @param refusal of every write, if any
 * @param retryAfter what it asks for with that
 * @param unreadable lists fail
 * @param silent watches hear nothing, and nobody says so
 * @param forgetful writes take effect, and the answer says that nothing is known of them
 * @param slowest a request or an answer may take so long
 */
public record Weather(
    Optional<Refusal> refusal,
    Optional<Duration> retryAfter,
    boolean unreadable,
    boolean silent,
    boolean forgetful,
    Duration slowest) {
  private static final Duration USUAL = Duration.ofMillis(5);

  /** Nothing to complain of. */
  public static final Weather FAIR =
      new Weather(Optional.empty(), Optional.empty(), false, false, false, USUAL);

  /** Every write is refused. */
  public static Weather refusing(Refusal refusal, Optional<Duration> retryAfter) {
    return new Weather(Optional.of(refusal), retryAfter, false, false, false, USUAL);
  }

  /** It does not answer: nothing is written and nothing is read. */
  public static Weather away() {
    return new Weather(
        Optional.of(Refusal.UNREACHABLE), Optional.empty(), true, true, false, USUAL);
  }

  /** Watches have died, and nobody noticed. */
  public static Weather deaf() {
    return new Weather(Optional.empty(), Optional.empty(), false, true, false, USUAL);
  }

  /** Answers to writes are lost on the way back. */
  public static Weather lossy() {
    return new Weather(Optional.empty(), Optional.empty(), false, false, true, USUAL);
  }

  /** Everything takes long. */
  public static Weather slow(Duration slowest) {
    return new Weather(Optional.empty(), Optional.empty(), false, false, false, slowest);
  }
}
