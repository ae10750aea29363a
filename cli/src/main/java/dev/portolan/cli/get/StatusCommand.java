package dev.portolan.cli.get;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Pause;
import dev.portolan.cli.shell.Shell;
import dev.portolan.v1.ClusterSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code portolan status}: how the agents fare. Filled by picocli, then called once. */
@Command(
    name = "status",
    header = {
      "Show what each cluster's agent has written, and what was refused.",
      "",
      "  portolan status               one line per cluster",
      "  portolan status east-1 -w     as it changes",
      "  portolan get findings east-1  why something is refused, held or left alone",
      ""
    },
    synopsisHeading = "Usage: ")
public final class StatusCommand implements Callable<Integer> {
  private final Shell shell;
  private final HubChannels channels;
  private final Pause pause;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLUSTER",
      description = "Only this cluster (default: all).")
  private String cluster = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = OutputFormat.Words.class,
      completionCandidates = OutputFormat.Words.class,
      order = 1,
      description = "${COMPLETION-CANDIDATES} (default: table).")
  private OutputFormat format = OutputFormat.TABLE;

  @Option(
      names = {"-w", "--watch"},
      order = 2,
      description = "Then show changes as they come, until Ctrl-C.")
  private boolean watch;

  @Option(names = "--no-headers", order = 3, description = "Leave the header of the table out.")
  private boolean noHeaders;

  @Mixin private HubOptions hubOptions = new HubOptions();

  public StatusCommand(Shell shell, HubChannels channels, Pause pause) {
    this.shell = shell;
    this.channels = channels;
    this.pause = pause;
  }

  @Override
  public Integer call() {
    Statuses statuses = new Statuses();
    Selection selection = ResourceKind.CLUSTERS.select(cluster, new Selection("", "", "", "", ""));
    try (Hub hub = hubOptions.open(shell, channels)) {
      if (watch) {
        WatchPrinter<ClusterSummary> printer =
            new WatchPrinter<>(statuses, format, !noHeaders, shell);
        return new Watch<>(hub, statuses, printer, shell, pause).run(selection);
      }
      Listed<ClusterSummary> listed = statuses.list(hub, selection);
      if (listed.items().isEmpty()) {
        if (!cluster.isEmpty()) {
          throw NotFound.explain(hub, statuses, selection);
        }
        shell.say("no cluster has reported yet");
      }
      new ListPrinter<>(statuses, format, !noHeaders, shell).print(listed, !cluster.isEmpty());
      shell.flush();
      return ExitCode.OK;
    }
  }
}
