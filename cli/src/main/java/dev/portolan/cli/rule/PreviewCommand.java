package dev.portolan.cli.rule;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import dev.portolan.v1.PreviewRequest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code portolan preview}: what a change of rules, or the loss of an origin, would do to the
 * objects in every cluster. Filled by picocli, then called once.
 */
@Command(
    name = "preview",
    header = {
      "Show what rules, or the loss of a cluster, would do to the objects in every cluster.",
      "Nothing is changed.",
      "",
      "  portolan preview -f rules/                      what 'portolan apply' would lead to",
      "  portolan preview -f rules/ --show               with the differences of the objects",
      "  portolan preview --origin-down east-1           what stands if east-1 is lost for good",
      ""
    },
    synopsisHeading = "Usage: ",
    footer = {
      "",
      "The hub plans what the agents would, from its registry and what they have said of their",
      "clusters. Exit codes: 0 nothing to worry about, 1 a warning, 2 and above as ever. Warnings:",
      "a host has nowhere to go any more, or too many of a cluster's objects change."
    })
public final class PreviewCommand implements Callable<Integer> {
  private final Shell shell;
  private final HubChannels channels;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      order = 1,
      description = "YAML file with rules, or a directory of such files.")
  private @Nullable Path place;

  @Option(
      names = "--origin-down",
      paramLabel = "ORIGIN",
      order = 2,
      description = "Take this cluster or source for lost, every grace being over.")
  private String lost = "";

  @Option(names = "--show", order = 3, description = "Show how the objects differ.")
  private boolean show;

  @Option(
      names = "--warn-above",
      paramLabel = "PERCENT",
      order = 4,
      defaultValue = "30",
      description = "Warn where more of a cluster's objects change (default: ${DEFAULT-VALUE}).")
  private int warnAbove;

  @Mixin private HubOptions hubOptions = new HubOptions();

  public PreviewCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() {
    if (warnAbove < 0 || warnAbove > 100) {
      throw new CommandException(
          ExitCode.USAGE, "--warn-above is %d; 0 to 100 are possible".formatted(warnAbove));
    }
    PreviewRequest.Builder request = PreviewRequest.newBuilder().setLostOrigin(lost).setShow(show);
    if (place != null) {
      request.addAllChanges(ApplyCommand.puts(RuleDocuments.read(place)));
    } else if (lost.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "nothing to preview: name rules with -f, or an origin with --origin-down");
    }
    try (Hub hub = hubOptions.open(shell, channels)) {
      PreviewStory story = new PreviewStory(shell, warnAbove);
      hub.rules().preview(request.build()).forEachRemaining(story::take);
      story.end();
      return story.warnings() ? ExitCode.FAILED : ExitCode.OK;
    }
  }
}
