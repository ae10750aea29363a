package dev.portolan.cli.rule;

import dev.portolan.cli.get.RuleWords;
import dev.portolan.cli.shell.PlainText;
import dev.portolan.cli.shell.Shell;
import dev.portolan.registry.ResourceKey;
import dev.portolan.v1.ChangeRulesResponse;
import dev.portolan.v1.RuleOutcome;
import java.util.List;

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
                          RuleWords.path(keys.get(i)),
                          word(done.getOutcomes(i)),
                          dryRun ? " (dry run)" : "")));
    }
    shell.flush();
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
