package dev.portolan.registry;

import dev.portolan.registry.ExportRules.OptIn;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a service asks to be exported, beside its labels, as far as its origin can tell. A way that
 * is in neither set is one of which the origin knows nothing: it could not look, or is older than
 * the way. What was known before counts on then (ADR 0055).
 *
 * @param made ways in which it asks
 * @param notMade ways in which it does not
 */
public record ExportRequests(SortedSet<OptIn> made, SortedSet<OptIn> notMade) {
  /** Nothing is known. */
  public static final ExportRequests UNTOLD = of(Set.of(), Set.of());

  public ExportRequests {
    made = Collections.unmodifiableSortedSet(new TreeSet<>(made));
    notMade = Collections.unmodifiableSortedSet(new TreeSet<>(notMade));
    for (OptIn way : OptIn.values()) {
      boolean both = made.contains(way) && notMade.contains(way);
      if (both || (!way.requested() && (made.contains(way) || notMade.contains(way)))) {
        throw new IllegalArgumentException(
            "export requests made %s and not made %s: %s %s"
                .formatted(
                    made, notMade, way, both ? "is in both" : "is nothing that an origin reports"));
      }
    }
  }

  /** Convenience for callers that hold unsorted collections. */
  public static ExportRequests of(Collection<OptIn> made, Collection<OptIn> notMade) {
    return new ExportRequests(new TreeSet<>(made), new TreeSet<>(notMade));
  }

  /** Whether the origin could tell about a way. */
  public boolean tells(OptIn way) {
    return made.contains(way) || notMade.contains(way);
  }

  /** These, and of what they do not tell what an earlier report said. */
  public ExportRequests after(ExportRequests earlier) {
    if (earlier.made.stream().allMatch(this::tells)) {
      return this;
    }
    Set<OptIn> all = new TreeSet<>(made);
    earlier.made.stream().filter(way -> !tells(way)).forEach(all::add);
    return of(all, notMade);
  }

  /** What is worth keeping: only what is asked for. */
  public ExportRequests settled() {
    return notMade.isEmpty() ? this : of(made, Set.of());
  }
}
