package dev.portolan.cli.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.Pause;
import dev.portolan.registry.MeshTrust;
import dev.portolan.v1.Cluster;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Gateway;
import dev.portolan.v1.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Clusters with the state of their agents. */
final class Clusters implements Resources<ClusterSummary> {
  private static final int SHOWN_GATEWAYS = 1;

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
    List<String> columns =
        new ArrayList<>(
            List.of(
                "NAME",
                "STATE",
                "CONNECTED",
                "NETWORK",
                "REGION",
                "GATEWAYS",
                "SERVICES",
                "ENDPOINTS",
                "APPLIED",
                "FINDINGS"));
    if (wide) {
      columns.addAll(
          List.of(
              "MESH",
              "TRUST-DOMAIN",
              "ROOTS",
              "REPORTED",
              "HOSTS",
              "OBJECTS",
              "REFUSED",
              "AGENT",
              "LAST-HEARD"));
    }
    return columns;
  }

  @Override
  public List<String> cells(ClusterSummary item, boolean wide, Instant now) {
    Cluster cluster = item.getCluster();
    Status status = item.getStatus();
    List<String> cells =
        new ArrayList<>(
            List.of(
                cluster.getOrigin(),
                Cells.state(item, now),
                yes(item.getConnected()),
                Cells.orNone(cluster.getNetwork()),
                Cells.orNone(cluster.getLocality().getRegion()),
                gateways(cluster, wide),
                Integer.toUnsignedString(item.getServices()),
                Integer.toUnsignedString(item.getEndpoints()),
                known(item, Long.toUnsignedString(status.getApplied().getSequence())),
                findings(item)));
    if (wide) {
      cells.add(Cells.orNone(item.getVirtualMesh()));
      cells.add(Cells.orNone(cluster.getTrustDomain()));
      cells.add(cluster.hasSource() ? NONE : roots(cluster));
      cells.add(yes(cluster.getReported()));
      cells.add(known(item, Integer.toUnsignedString(status.getHosts())));
      cells.add(known(item, Integer.toUnsignedString(status.getObjects())));
      cells.add(Integer.toString(item.getRefusedCount()));
      cells.add(Cells.orNone(item.getAgentVersion()));
      cells.add(Cells.age(item.hasLastHeardTime(), item.getLastHeardTime(), now));
    }
    return cells;
  }

  @Override
  public String path(ClusterSummary item) {
    return item.getCluster().getOrigin();
  }

  @Override
  public ObjectNode json(ClusterSummary item) {
    return Json.of(item);
  }

  @Override
  public Object settled(ClusterSummary item) {
    return item.toBuilder().clearLastHeardTime().build();
  }

  @Override
  public Listed<ClusterSummary> list(Hub hub, Selection selection) {
    return hub.reader().clusters(selection.origin());
  }

  @Override
  public void follow(Hub hub, Selection selection, WatchSink<ClusterSummary> sink, Pause pause)
      throws InterruptedException {
    Polling.follow(() -> list(hub, selection), sink, pause);
  }

  private static String findings(ClusterSummary item) {
    Status status = item.getStatus();
    int known = item.getFindingsCount() + status.getFindingsCount() + status.getFindingsOmitted();
    // Without a status, none is no answer.
    return item.hasStatus() || known > 0 ? Integer.toString(known) : UNKNOWN;
  }

  /** What only a status tells. */
  private static String known(ClusterSummary item, String value) {
    if (item.getCluster().hasSource()) {
      // It applies and writes nothing.
      return NONE;
    }
    return item.hasStatus() ? value : UNKNOWN;
  }

  private static String yes(boolean value) {
    return value ? "yes" : "no";
  }

  // By the first digits of each, as findings name them; a plus stands before those of others.
  private static String roots(Cluster cluster) {
    if (!cluster.hasTrust()) {
      return UNKNOWN;
    }
    return Stream.concat(
            cluster.getTrust().getRootsList().stream().map(MeshTrust::shown),
            cluster.getTrust().getFurtherRootsList().stream()
                .map(root -> "+" + MeshTrust.shown(root)))
        .collect(Collectors.joining(","));
  }

  private static String gateways(Cluster cluster, boolean wide) {
    List<String> gateways = cluster.getGatewaysList().stream().map(Clusters::gateway).toList();
    return Cells.some(gateways, wide ? gateways.size() : SHOWN_GATEWAYS);
  }

  private static String gateway(Gateway gateway) {
    String address = gateway.getAddress();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + gateway.getPort();
  }
}
