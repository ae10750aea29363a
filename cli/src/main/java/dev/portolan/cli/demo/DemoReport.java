package dev.portolan.cli.demo;

import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.shell.Paragraph;
import dev.portolan.cli.shell.PlainText;
import dev.portolan.cli.shell.Shell;
import dev.portolan.cli.shell.TextTable;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the demo has to say, for a person at a terminal. */
final class DemoReport {
  /** Where the output is no terminal. */
  private static final int USUAL_WIDTH = 100;

  private static final String INDENT = "      ";

  private final PrintWriter out;
  private final int width;
  private final DemoDirectory files;
  private final HubAddress hub;

  DemoReport(Shell shell, DemoDirectory files, HubAddress hub) {
    this.out = shell.out();
    this.width = shell.width() == 0 ? USUAL_WIDTH : shell.width();
    this.files = files;
    this.hub = hub;
  }

  /** The table of clusters and what their agents found. */
  void converged(List<ClusterSummary> clusters) {
    TextTable table =
        new TextTable(
            List.of("CLUSTER", "HOSTS", "ENDPOINTS BY ORIGIN", "FINDINGS", "WRITTEN TO"), 0);
    List<List<String>> rows = clusters.stream().map(this::row).toList();
    out.println();
    table.fit(rows);
    table.printHeader(out);
    rows.forEach(row -> table.printRow(row, out));
    out.println();
    out.println("Findings:");
    findings(clusters).forEach(this::print);
  }

  /** The change and what followed. */
  void changed(ScaleToZero change, Effect effect) {
    out.println();
    out.println(change.sentence() + ":");
    out.println();
    effect.difference().forEach(line -> out.println("  " + line));
    out.println();
    out.println("%d ms from file to file".formatted(effect.took().toMillis()));
  }

  /**
   * What to try next.
   *
   * @param followed a file worth watching
   */
  void commands(List<String> clusters, Path followed) {
    out.println();
    out.println("Try, while the demo is up:");
    for (String command :
        List.of(
            "./portolan get services --hub " + hub,
            "./portolan get clusters -o wide --hub " + hub,
            "./portolan get findings --hub " + hub,
            "./portolan get endpoints -n bookinfo -w --hub " + hub,
            "./portolan explain host bookinfo/reviews --in west-1 --hub " + hub,
            "grpcurl -plaintext %s list".formatted(hub),
            "grpcurl -plaintext %s portolan.v1.RegistryService/ListServices".formatted(hub),
            "watch -d cat " + followed)) {
      out.println("  " + command);
    }
    out.println();
    out.println(
        "Edit a file below %s or %s and see what follows in"
            .formatted(files.input(), files.rules()));
    clusters.forEach(cluster -> out.println("  " + files.output(cluster)));
    out.println("Logs: " + files.logs());
  }

  private List<String> row(ClusterSummary cluster) {
    String name = cluster.getCluster().getOrigin();
    WrittenHosts written = WrittenHosts.read(files.output(name));
    int findings =
        cluster.getStatus().getFindingsCount() + cluster.getStatus().getFindingsOmitted();
    return List.of(
        name,
        String.valueOf(written.hosts()),
        written.endpoints(),
        String.valueOf(findings),
        files.output(name).toString());
  }

  /** Each finding once, with the clusters whose agents found it. */
  private static Map<Finding, List<String>> findings(List<ClusterSummary> clusters) {
    Map<Finding, List<String>> findings = new LinkedHashMap<>();
    for (ClusterSummary cluster : clusters) {
      for (Finding finding : cluster.getStatus().getFindingsList()) {
        findings
            .computeIfAbsent(finding, first -> new ArrayList<>())
            .add(cluster.getCluster().getOrigin());
      }
    }
    return findings;
  }

  private void print(Finding finding, List<String> clusters) {
    out.println(
        "  %s %s  %s  in %s"
            .formatted(
                PlainText.of(finding.getCode()),
                PlainText.of(finding.getReason()),
                PlainText.of(finding.getSubject()),
                PlainText.of(String.join(", ", clusters))));
    Paragraph.lines(finding.getMessage(), width - INDENT.length())
        .forEach(line -> out.println(INDENT + line));
  }
}
