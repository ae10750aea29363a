package dev.portolan.registry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where a record stands in history.
 *
 * @param firstSequence sequence in which the record first appeared
 * @param lastSequence sequence that last changed its content
 * @param reported hub wall-clock time of the report that last changed it, milliseconds
 */
public record Provenance(long firstSequence, long lastSequence, Instant reported) {
  /** For records that no hub has seen, such as an agent's own. */
  public static final Provenance LOCAL = new Provenance(0, 0, Instant.EPOCH);

  public Provenance {
    if (firstSequence < 0 || lastSequence < firstSequence) {
      throw new IllegalArgumentException(
          "provenance from sequence " + firstSequence + " to " + lastSequence);
    }
    reported = reported.truncatedTo(ChronoUnit.MILLIS);
  }
}
