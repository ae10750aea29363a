package dev.portolan.cli.get;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.HubOptions;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Shell;
import dev.portolan.v1.AnalyzeResponse;
import dev.portolan.v1.Finding;
import dev.portolan.v1.FindingSummary;
import dev.portolan.v1.Severity;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code portolan analyze}. Filled by picocli, then called once. */
@Command(
    name = "analyze",
    header = {
      "Say what somebody should know of the whole registry, worst first, and what to do about it.",
      "",
      "  portolan analyze                          warnings and errors of all clusters and rules",
      "  portolan analyze east-1 --severity info   everything about one cluster",
      "  portolan analyze --fail-on warning        for scripts: exit code 1 if there is any",
      ""
    },
    synopsisHeading = "Usage: ")
public final class AnalyzeCommand implements Callable<Integer> {
  private static final int NAMED = 5;

  private final Shell shell;
  private final HubChannels channels;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLUSTER",
      description = "Only what is about this cluster (default: all, and rules).")
  private String cluster = "";

  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      converter = SeverityWords.class,
      completionCandidates = SeverityWords.class,
      order = 1,
      description = "Show what is as bad at least: info, warning or error (default: warning).")
  private Severity least = Severity.SEVERITY_WARNING;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      converter = SeverityWords.class,
      completionCandidates = SeverityWords.class,
      order = 2,
      description = "Exit code 1 if something is as bad at least (default: error).")
  private Severity failOn = Severity.SEVERITY_ERROR;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = OutputFormat.Words.class,
      completionCandidates = OutputFormat.Words.class,
      order = 3,
      description = "table (text), json or yaml (default: table).")
  private OutputFormat format = OutputFormat.TABLE;

  @Mixin private HubOptions hubOptions = new HubOptions();

  public AnalyzeCommand(Shell shell, HubChannels channels) {
    this.shell = shell;
    this.channels = channels;
  }

  @Override
  public Integer call() {
    Severity asked = failOn.getNumber() < least.getNumber() ? failOn : least;
    try (Hub hub = hubOptions.open(shell, channels)) {
      AnalyzeResponse analysis = hub.reader().analyze(cluster, asked);
      switch (format) {
        case JSON -> shell.out().print(Json.indented(Json.of(analysis)));
        case YAML -> shell.out().print(Json.yaml(Json.of(analysis)));
        case TABLE, WIDE, NAME -> print(analysis);
      }
      shell.flush();
      return count(analysis, failOn) > 0 ? ExitCode.FAILED : ExitCode.OK;
    }
  }

  private void print(AnalyzeResponse analysis) {
    for (FindingSummary summary : analysis.getFindingsList()) {
      if (summary.getFinding().getSeverityValue() >= least.getNumber()) {
        print(summary);
      }
    }
    if (analysis.getOmitted() > 0) {
      shell.out().printf("and %d more, not as bad%n", analysis.getOmitted());
    }
    shell
        .out()
        .printf(
            "%d errors, %d warnings; %d clusters and sources, %d rules%n",
            exactly(analysis, Severity.SEVERITY_ERROR),
            exactly(analysis, Severity.SEVERITY_WARNING),
            analysis.getOrigins(),
            analysis.getRules());
  }

  private void print(FindingSummary summary) {
    Finding finding = summary.getFinding();
    shell
        .out()
        .printf(
            "%s %s %s  %s%s%n",
            Cells.word(finding.getSeverity(), "SEVERITY_").toUpperCase(Locale.ROOT),
            finding.getCode(),
            finding.getReason(),
            finding.getSubject(),
            where(summary.getOriginsList()));
    shell.out().println("  " + finding.getMessage());
    if (!summary.getRemedy().isEmpty()) {
      shell.out().println("  To do: " + summary.getRemedy());
    }
    shell.out().println();
  }

  private static String where(List<String> origins) {
    return origins.isEmpty() ? "" : "  in " + Cells.some(origins, NAMED);
  }

  private static long count(AnalyzeResponse analysis, Severity least) {
    return analysis.getFindingsList().stream()
        .filter(summary -> summary.getFinding().getSeverityValue() >= least.getNumber())
        .count();
  }

  private static long exactly(AnalyzeResponse analysis, Severity severity) {
    return analysis.getFindingsList().stream()
        .filter(summary -> summary.getFinding().getSeverity() == severity)
        .count();
  }
}
