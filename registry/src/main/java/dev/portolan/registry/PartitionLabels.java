package dev.portolan.registry;

import dev.portolan.registry.PartitionRule.Action;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The partition rule that a service's owner gives it by labels, which travel with it. Pure. */
public final class PartitionLabels {
  /** {@code keep}, {@code demote} or {@code withdraw}. */
  public static final String RULE = "portolan.dev/partition";

  /** Such as {@code 90s}, {@code 10m} or {@code 2h}. */
  public static final String GRACE = "portolan.dev/partition-grace";

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})([smh])");

  private PartitionLabels() {}

  /**
   * The rule in the labels, if they say any; what they leave out, or say wrongly, is as in {@code
   * otherwise}.
   */
  static Optional<PartitionRule> rule(Map<String, String> labels, PartitionRule otherwise) {
    Optional<Action> action =
        Optional.ofNullable(labels.get(RULE)).flatMap(PartitionLabels::action);
    Optional<Duration> grace =
        Optional.ofNullable(labels.get(GRACE)).flatMap(PartitionLabels::grace);
    if (action.isEmpty() && grace.isEmpty()) {
      return Optional.empty();
    }
    Duration inherited = otherwise.acts() ? otherwise.grace() : PartitionRule.DEFAULT_GRACE;
    return Optional.of(
        new PartitionRule(action.orElse(otherwise.action()), grace.orElse(inherited)));
  }

  /** What is wrong with the labels, the values that count instead named. */
  public static Optional<String> problem(Map<String, String> labels) {
    String rule = labels.get(RULE);
    if (rule != null && action(rule).isEmpty()) {
      return Optional.of(
          "label %s is '%s'; keep, demote or withdraw is expected. The virtual mesh's rule counts instead"
              .formatted(RULE, rule));
    }
    String grace = labels.get(GRACE);
    return grace != null && grace(grace).isEmpty()
        ? Optional.of(
            "label %s is '%s'; a time such as 90s, 10m or 2h up to %dh is expected. The virtual mesh's grace counts instead"
                .formatted(GRACE, grace, PartitionRule.MAX_GRACE.toHours()))
        : Optional.empty();
  }

  private static Optional<Action> action(String text) {
    return switch (text) {
      case "keep" -> Optional.of(Action.KEEP);
      case "demote" -> Optional.of(Action.DEMOTE);
      case "withdraw" -> Optional.of(Action.WITHDRAW);
      default -> Optional.empty();
    };
  }

  /** A time as the label has it, at most {@link PartitionRule#MAX_GRACE}. */
  public static Optional<Duration> grace(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration grace =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        };
    return Optional.of(grace).filter(time -> time.compareTo(PartitionRule.MAX_GRACE) <= 0);
  }
}
