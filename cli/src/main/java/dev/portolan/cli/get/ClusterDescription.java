package dev.portolan.cli.get;

import dev.portolan.cli.shell.Shell;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Finding;
import java.util.List;
import java.util.stream.Stream;

/** A cluster: its facts, what its agent refused, and what was found. */
record ClusterDescription(Shell shell) {
  void print(ClusterSummary item) {
    Description description = new Description(shell);
    Clusters clusters = new Clusters();
    description.fields(clusters.columns(true), clusters.cells(item, true, shell.clock().instant()));
    description.table(
        "Refused by its agent:",
        List.of("TYPE", "NAME", "REASON"),
        item.getRefusedList().stream()
            .map(refused -> List.of(refused.getType(), refused.getName(), refused.getReason()))
            .toList());
    String origin = item.getCluster().getOrigin();
    List<Finding> findings =
        Stream.concat(item.getFindingsList().stream(), item.getStatus().getFindingsList().stream())
            .distinct()
            .toList();
    description.findings(
        findings.stream().map(finding -> new ClusterFinding(origin, finding)).toList());
    if (item.getStatus().getFindingsOmitted() > 0) {
      description.line("and %d more".formatted(item.getStatus().getFindingsOmitted()));
    }
  }
}
