package dev.portolan.cli.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.Pause;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Finding;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The findings in the last status of each cluster's agent, and the hub's own about the cluster;
 * NAME is that of the cluster.
 */
final class Findings implements Resources<ClusterFinding> {
  @Override
  public String singular() {
    return "finding";
  }

  @Override
  public String plural() {
    return "findings";
  }

  @Override
  public List<String> columns(boolean wide) {
    return List.of("CLUSTER", "SEVERITY", "CODE", "REASON", "SUBJECT", "MESSAGE");
  }

  @Override
  public List<String> cells(ClusterFinding item, boolean wide, Instant now) {
    Finding finding = item.finding();
    return List.of(
        item.origin(),
        Cells.word(finding.getSeverity(), "SEVERITY_"),
        finding.getCode(),
        finding.getReason(),
        finding.getSubject(),
        finding.getMessage());
  }

  @Override
  public String path(ClusterFinding item) {
    return item.origin() + "/" + item.finding().getCode() + "/" + item.finding().getSubject();
  }

  @Override
  public ObjectNode json(ClusterFinding item) {
    ObjectNode node = Json.object().put("origin", item.origin());
    node.setAll(Json.of(item.finding()));
    return node;
  }

  @Override
  public Listed<ClusterFinding> list(Hub hub, Selection selection) {
    Listed<ClusterSummary> clusters = hub.reader().clusters(selection.origin());
    if (!selection.name().isEmpty() && clusters.items().isEmpty()) {
      throw NotFound.explain(hub, new Clusters(), selection);
    }
    return new Listed<>(
        clusters.revision(), clusters.items().stream().flatMap(Findings::rows).toList());
  }

  @Override
  public void follow(Hub hub, Selection selection, WatchSink<ClusterFinding> sink, Pause pause)
      throws InterruptedException {
    Polling.follow(() -> list(hub, selection), sink, pause);
  }

  /** What the hub and the cluster's agent found, in this order. */
  static Stream<Finding> of(ClusterSummary cluster) {
    return Stream.concat(
        cluster.getFindingsList().stream(), cluster.getStatus().getFindingsList().stream());
  }

  private static Stream<ClusterFinding> rows(ClusterSummary cluster) {
    return of(cluster)
        .map(finding -> new ClusterFinding(cluster.getCluster().getOrigin(), finding));
  }
}
