package dev.portolan.cli.rule;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Rule;
import dev.portolan.v1.ChangeRulesResponse;
import dev.portolan.v1.RuleChange;
import dev.portolan.wire.RuleCodec;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portolan apply}: makes rules what files say. Filled by picocli, then called once. */
@Command(
    name = "apply",
    header = {
      "Create or replace rules: virtual meshes and policies. All of them are taken, or none.",
      "",
      "  portolan apply -f checkout.yaml",
      "  portolan apply -f rules/ --dry-run     the hub checks them and changes nothing",
      ""
    },
    synopsisHeading = "Usage: ",
    footer = {
      "",
      "Rules that are in no file stay. What a file says counts as soon as this returns; 'portolan",
      "get rules' shows in which clusters it is in force. A hub that was started with --rules reads",
      "its own files and refuses this (exit code 6)."
    })
public final class ApplyCommand implements Callable<Integer> {
  private final Shell shell;
  private final HubChannels channels;

  @Mixin private RuleDocuments documents = new RuleDocuments();

  @Option(names = "--dry-run", order = 2, description = "Check everything and change nothing.")
  private boolean dryRun;

  @Mixin private HubOptions hubOptions = new HubOptions();

  public ApplyCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() {
    List<Rule> rules = documents.read();
    List<RuleChange> changes = puts(rules);
    try (Hub hub = hubOptions.open(shell, channels)) {
      ChangeRulesResponse done = hub.rules().change(changes, dryRun);
      RuleLines.print(shell, rules.stream().map(Rule::key).toList(), done, dryRun);
      return ExitCode.OK;
    }
  }

  /** All of these are to be there. */
  static List<RuleChange> puts(List<Rule> rules) {
    return rules.stream()
        .map(rule -> RuleChange.newBuilder().setPut(RuleCodec.encode(Recorded.local(rule))).build())
        .toList();
  }
}
