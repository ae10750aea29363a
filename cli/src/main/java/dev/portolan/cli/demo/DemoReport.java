package dev.portolan.cli.demo;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.portolan.cli.hub.HubAddress;
import dev.portolan.cli.shell.PlainText;
import dev.portolan.cli.shell.TextTable;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Finding;
import java.io.PrintWriter;
import java.util.List;

/** What the demo has to say, for a person at a terminal. */
final class DemoReport {
  private static final int MESSAGE_WIDTH = 110;
  private static final int DIFF_CONTEXT = 3;

  private final PrintWriter out;
  private final DemoDirectory files;
  private final HubAddress hub;

  DemoReport(PrintWriter out, DemoDirectory files, HubAddress hub) {
    this.out = out;
    this.files = files;
    this.hub = hub;
  }

  /** The table of clusters and what their agents found. */
  void converged(List<ClusterSummary> clusters) {
    TextTable table =
        new TextTable(List.of("CLUSTER", "HOSTS", "ENDPOINTS BY ORIGIN", "FINDINGS", "WRITTEN TO"));
    List<List<String>> rows = clusters.stream().map(this::row).toList();
    out.println();
    table.fit(rows);
    table.printHeader(out);
    rows.forEach(row -> table.printRow(row, out));
    out.println();
    out.println("Findings:");
    clusters.forEach(
        cluster ->
            cluster.getStatus().getFindingsList().forEach(finding -> print(cluster, finding)));
  }

  /** The change and what followed. */
  void changed(ScaleToZero change, ScaleToZero.Effect effect) {
    out.println();
    out.println(change.sentence() + ":");
    out.println();
    String name = change.output().getFileName().toString();
    UnifiedDiffUtils.generateUnifiedDiff(
            name,
            name,
            effect.before(),
            DiffUtils.diff(effect.before(), effect.after()),
            DIFF_CONTEXT)
        .forEach(line -> out.println("  " + line));
    out.println();
    out.println("%d ms from file to file".formatted(effect.took().toMillis()));
  }

  /** What to try next. */
  void commands(List<String> clusters, ScaleToZero change) {
    out.println();
    out.println("Try, while the demo is up:");
    for (String command :
        List.of(
            "./portolan get services --hub " + hub,
            "./portolan get clusters -o wide --hub " + hub,
            "./portolan get endpoints -n bookinfo -w --hub " + hub,
            "grpcurl -plaintext %s list".formatted(hub),
            "grpcurl -plaintext %s portolan.v1.RegistryService/ListServices".formatted(hub),
            "watch -d cat " + change.output())) {
      out.println("  " + command);
    }
    out.println();
    out.println("Edit a file below %s and see what follows in".formatted(files.input()));
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

  private void print(ClusterSummary cluster, Finding finding) {
    out.println(
        "  %s  %s %s  %s"
            .formatted(
                PlainText.of(cluster.getCluster().getOrigin()),
                PlainText.of(finding.getCode()),
                PlainText.of(finding.getReason()),
                PlainText.of(finding.getSubject())));
    out.println("      " + PlainText.cut(PlainText.of(finding.getMessage()), MESSAGE_WIDTH));
  }
}
