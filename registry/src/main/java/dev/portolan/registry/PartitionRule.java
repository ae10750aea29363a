package dev.portolan.registry;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * What others do with the destinations of an origin that is lost.
 *
 * @param grace counted from the end of the origin's lease; whole seconds, at most {@link
 *     #MAX_GRACE}; without meaning where everything is kept
 */
public record PartitionRule(Action action, Duration grace) {
  public static final Duration DEFAULT_GRACE = Duration.ofMinutes(1);
  public static final Duration MAX_GRACE = Duration.ofDays(7);

  /** What is meant where nobody says anything. */
  public static final PartitionRule KEEP = new PartitionRule(Action.KEEP, Duration.ZERO);

  public PartitionRule {
    boolean whole = grace.truncatedTo(ChronoUnit.SECONDS).equals(grace);
    if (grace.isNegative() || grace.compareTo(MAX_GRACE) > 0 || !whole) {
      throw new IllegalArgumentException(
          "a grace of " + grace + "; whole seconds up to " + MAX_GRACE + " are allowed");
    }
  }

  /** Whether the rule does something about an origin at all. */
  public boolean acts() {
    return action == Action.DEMOTE || action == Action.WITHDRAW;
  }

  /** Whether the rule does something about this origin now. */
  public boolean actsOn(Liveness liveness) {
    return acts() && liveness.lost() && liveness.lostFor().compareTo(grace) >= 0;
  }

  /** For messages: {@code withdraw after 120 s}. */
  @Override
  public String toString() {
    return switch (action) {
      case KEEP, UNKNOWN -> "keep";
      case DEMOTE -> "demote after " + grace.toSeconds() + " s";
      case WITHDRAW -> "withdraw after " + grace.toSeconds() + " s";
    };
  }

  /** What becomes of the destinations. */
  public enum Action {
    /** Nothing: they stay as they were. */
    KEEP,
    /** They are used where no others answer. */
    DEMOTE,
    /** They are taken out, also where there are no others. */
    WITHDRAW,
    /** Something that a later version knows; everything is kept. */
    UNKNOWN
  }
}
