package dev.portolan.cli.rule;

import dev.portolan.cli.shell.PlainText;
import dev.portolan.cli.shell.Shell;
import dev.portolan.registry.ResourceKey;
import dev.portolan.v1.ChangeRulesResponse;
import dev.portolan.v1.RuleOutcome;
import java.util.List;
import java.util.Locale;

/** Says what became of rules, a line each: {@code failoverpolicy/checkout created}. */
final class RuleLines {
  private RuleLines() {}

  static void print(Shell shell, List<ResourceKey> keys, ChangeRulesResponse done, boolean dryRun) {
    for (int i = 0; i < keys.size(); i++) {
      shell
          .out()
          .println(
              PlainText.of(
                  "%s %s%s"
                      .formatted(
                          name(keys.get(i)),
                          word(done.getOutcomes(i)),
                          dryRun ? " (dry run)" : "")));
    }
    shell.flush();
  }

  /** As {@code portolan get -o name} has it, without its first word. */
  static String name(ResourceKey key) {
    return key.kind().name().toLowerCase(Locale.ROOT).replace("_", "") + "/" + key.path();
  }

  private static String word(RuleOutcome outcome) {
    return switch (outcome) {
      case RULE_OUTCOME_CREATED -> "created";
      case RULE_OUTCOME_REPLACED -> "replaced";
      case RULE_OUTCOME_UNCHANGED -> "unchanged";
      case RULE_OUTCOME_DELETED -> "deleted";
      case RULE_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> "done";
    };
  }
}
