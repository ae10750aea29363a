package dev.portolan.cli.rollout;

import dev.portolan.cli.get.RolloutWords;
import dev.portolan.cli.get.RuleWords;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.shell.Age;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import dev.portolan.cli.shell.TextTable;
import dev.portolan.v1.RolloutStage;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleSummary;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code portolan rollout status}. Filled by picocli, then called once. */
@Command(
    name = "status",
    header = {
      "Show the policies that not all clusters have yet, how far they have come, and why no further.",
      ""
    },
    synopsisHeading = "Usage: ")
public final class RolloutStatusCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("POLICY", "STATE", "AT", "SINCE", "IN FORCE", "REASON");

  private final Shell shell;
  private final HubChannels channels;

  @Mixin private HubOptions hubOptions = new HubOptions();

  public RolloutStatusCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() {
    try (Hub hub = hubOptions.open(shell, channels)) {
      List<RuleSummary> underWay =
          hub.reader().rules(RuleKind.RULE_KIND_UNSPECIFIED).items().stream()
              .filter(RuleSummary::hasRollout)
              .toList();
      if (underWay.isEmpty()) {
        shell.say("no rollout is under way: every policy is for all clusters");
      } else {
        print(underWay);
      }
      shell.flush();
      return ExitCode.OK;
    }
  }

  private void print(List<RuleSummary> underWay) {
    TextTable table = new TextTable(COLUMNS, shell.width());
    List<List<String>> rows = underWay.stream().map(this::row).toList();
    table.fit(rows);
    table.printHeader(shell.out());
    rows.forEach(row -> table.printRow(row, shell.out()));
  }

  private List<String> row(RuleSummary rule) {
    RolloutStage stage = rule.getRollout().getStage();
    int clusters = rule.getInForceCount() + rule.getPendingCount();
    return List.of(
        RuleWords.path(rule),
        RolloutWords.state(stage),
        RolloutWords.place(rule.getRollout()),
        Age.between(Instant.ofEpochSecond(stage.getSince().getSeconds()), shell.clock().instant()),
        rule.getInForceCount() + "/" + clusters,
        stage.getReason());
  }
}
