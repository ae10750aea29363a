package dev.portolan.registry;

import java.util.Comparator;

/**
 * A coded, explained observation about something that is not as its owner may expect.
 *
 * @param subject what it is about: {@code <kind>/<origin>/<namespace>/<name>}, or a file and line
 * @param message one or two sentences: what was seen, what follows, what to do
 */
public record Finding(FindingCode code, String subject, String message)
    implements Comparable<Finding> {
  /** Worst first, then by code, subject and text: a fixed order for output. */
  private static final Comparator<Finding> ORDER =
      Comparator.comparing((Finding finding) -> finding.code().severity())
          .reversed()
          .thenComparing(Finding::code)
          .thenComparing(Finding::subject)
          .thenComparing(Finding::message);

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }

  /** {@code PTL0102 PortConflict service/a/b/c: …}. */
  @Override
  public String toString() {
    return "%s %s %s: %s".formatted(code.code(), code.reason(), subject, message);
  }
}
