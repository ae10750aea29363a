package dev.portolan.registry;

/**
 * How far one origin's reports are in the registry: kept with the records in one durable write, so
 * that an acknowledged batch is never asked for again and a repeated one changes nothing.
 *
 * @param incarnation of the reporting process; the highest wins
 * @param batch number of the last batch of that incarnation that is in
 * @param complete that incarnation's complete list is in
 * @param everComplete some complete list of the origin is in: its absences mean something
 */
public record ReportProgress(
    ReportKey key, long incarnation, long batch, boolean complete, boolean everComplete)
    implements Resource {
  public ReportProgress {
    if (incarnation < 0 || batch < 0 || (complete && !everComplete)) {
      throw new IllegalArgumentException(
          "progress of %s: incarnation %d, batch %d, complete %s after %s"
              .formatted(key.origin(), incarnation, batch, complete, everComplete));
    }
  }

  /** Nothing reported yet. */
  public static ReportProgress none(OriginId origin) {
    return new ReportProgress(new ReportKey(origin), 0, 0, false, false);
  }
}
