package dev.portolan.registry;

import java.util.Locale;

/**
 * One thing that a {@link TrafficPolicy} says. Parts of different kinds have nothing to do with
 * each other: for each kind another policy may be the one that counts (ADR 0041).
 */
public sealed interface TrafficPart
    permits TrafficFault,
        TrafficHeaders,
        TrafficMatches,
        TrafficMirror,
        TrafficPart.Unknown,
        TrafficRetries,
        TrafficSplit,
        TrafficSticky,
        TrafficTimeout {

  /** What it is about. */
  Kind kind();

  /** Kinds of parts, in the order in which they are written. */
  enum Kind {
    SPLIT,
    MIRROR,
    RETRIES,
    TIMEOUT,
    FAULT,
    HEADERS,
    STICKY,
    MATCHES,
    /** Something that a later version knows. */
    UNKNOWN;

    /** As in a document, for example {@code retries}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Something that a later version knows. */
  record Unknown() implements TrafficPart {
    @Override
    public Kind kind() {
      return Kind.UNKNOWN;
    }
  }
}
