package dev.portolan.cli.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.Pause;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Finding;
import dev.portolan.v1.Severity;
import dev.portolan.v1.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What each cluster's agent made of what it received: one line, with the worst finding, be it the
 * agent's or the hub's.
 */
final class Statuses implements Resources<ClusterSummary> {
  private final Clusters clusters = new Clusters();

  @Override
  public String singular() {
    return "cluster";
  }

  @Override
  public String plural() {
    return "clusters";
  }

  @Override
  public List<String> columns(boolean wide) {
    return List.of(
        "CLUSTER",
        "STATE",
        "CONNECTED",
        "APPLIED",
        "HOSTS",
        "OBJECTS",
        "WAITING",
        "REFUSED",
        "HELD",
        "LAST-WRITE",
        "ERRORS",
        "WARNINGS",
        "WORST");
  }

  @Override
  public List<String> cells(ClusterSummary item, boolean wide, Instant now) {
    Status status = item.getStatus();
    return List.of(
        item.getCluster().getOrigin(),
        Cells.state(item, now),
        item.getConnected() ? "yes" : "no",
        written(item, status.getApplied().getSequence()),
        written(item, status.getHosts()),
        written(item, status.getObjects()),
        written(item, status.getObjectsWaiting()),
        written(item, status.getObjectsRefused()),
        written(item, status.getDeletionsHeld()),
        item.hasStatus() && !status.hasLastWriteTime()
            ? NONE
            : Cells.age(status.hasLastWriteTime(), status.getLastWriteTime(), now),
        count(item, Severity.SEVERITY_ERROR),
        count(item, Severity.SEVERITY_WARNING),
        worst(item));
  }

  @Override
  public String path(ClusterSummary item) {
    return clusters.path(item);
  }

  @Override
  public ObjectNode json(ClusterSummary item) {
    return clusters.json(item);
  }

  @Override
  public Object settled(ClusterSummary item) {
    return clusters.settled(item);
  }

  @Override
  public Listed<ClusterSummary> list(Hub hub, Selection selection) {
    return clusters.list(hub, selection);
  }

  @Override
  public void follow(Hub hub, Selection selection, WatchSink<ClusterSummary> sink, Pause pause)
      throws InterruptedException {
    clusters.follow(hub, selection, sink, pause);
  }

  // Without the agent's word, none is not known to be none; but what the hub found counts.
  private static String count(ClusterSummary item, Severity severity) {
    long count = Findings.of(item).filter(finding -> finding.getSeverity() == severity).count();
    return count > 0 ? Long.toString(count) : known(item, 0);
  }

  private static String worst(ClusterSummary item) {
    return Findings.of(item)
        .max(Comparator.comparing(Finding::getSeverity))
        .map(finding -> finding.getReason() + " " + finding.getSubject())
        .orElse(NONE);
  }

  private static String written(ClusterSummary item, long value) {
    // A source writes nothing anywhere.
    return item.getCluster().hasSource() ? NONE : known(item, value);
  }

  private static String known(ClusterSummary item, long value) {
    return item.hasStatus() ? Long.toUnsignedString(value) : UNKNOWN;
  }
}
