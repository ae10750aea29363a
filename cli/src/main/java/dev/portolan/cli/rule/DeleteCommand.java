package dev.portolan.cli.rule;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import dev.portolan.registry.ResourceKey;
import dev.portolan.v1.ChangeRulesResponse;
import dev.portolan.v1.RuleChange;
import dev.portolan.wire.RuleCodec;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portolan delete}: takes one rule away. Filled by picocli, then called once. */
@Command(
    name = "delete",
    header = {
      "Take a rule away. Its hosts have the order, or the virtual mesh, that is left.",
      "",
      "  portolan delete failoverpolicy checkout",
      "  portolan delete virtualmesh bookinfo --dry-run",
      ""
    },
    synopsisHeading = "Usage: ",
    footer = {
      "",
      "Without its virtual mesh a cluster's hosts are removed: that is a mass deletion, which its",
      "agent holds until it is released (PTL0414)."
    })
public final class DeleteCommand implements Callable<Integer> {
  private final Shell shell;
  private final HubChannels channels;

  @Mixin private RuleSelection rule = new RuleSelection();

  @Option(names = "--dry-run", order = 2, description = "Check it and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--etag",
      paramLabel = "ETAG",
      order = 3,
      description = "Only if it is still this version ('portolan get rules -o wide').")
  private String etag = "";

  @Mixin private HubOptions hubOptions = new HubOptions();

  public DeleteCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() {
    ResourceKey key = rule.key();
    RuleChange change =
        RuleChange.newBuilder().setDelete(RuleCodec.name(key)).setEtag(etag).build();
    try (Hub hub = hubOptions.open(shell, channels)) {
      ChangeRulesResponse done = hub.rules().change(List.of(change), dryRun);
      RuleLines.print(shell, List.of(key), done, dryRun);
      return ExitCode.OK;
    }
  }
}
