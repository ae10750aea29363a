package dev.portolan.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Time that goes on evenly from where the wall clock stood at the start, whatever is done to the
 * wall clock since: a retry that waits for a second must not wait for an hour because somebody set
 * the clock back. Safe for all threads.
 */
final class SteadyTime implements InstantSource {
  private final InstantSource wall;
  private final LongSupplier nanos;
  private final Instant start;
  private final long startNanos;

  /**
   * Starts now.
   *
   * @param wall what people read; may jump
   * @param nanos as {@link System#nanoTime}
   */
  SteadyTime(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.start = wall.instant();
    this.startNanos = nanos.getAsLong();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }

  /** What the wall clock, as it is set now, showed at an instant of this time. */
  Instant onTheWall(Instant steady) {
    return wall.instant().minus(Duration.between(steady, instant()));
  }
}
