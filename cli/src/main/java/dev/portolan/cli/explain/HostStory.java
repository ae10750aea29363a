package dev.portolan.cli.explain;

import dev.portolan.cli.get.Cells;
import dev.portolan.cli.shell.Paragraph;
import dev.portolan.cli.shell.Shell;
import dev.portolan.cli.shell.TextTable;
import dev.portolan.v1.AgentExplanation;
import dev.portolan.v1.EndpointExplanation;
import dev.portolan.v1.ExplainHostResponse;
import dev.portolan.v1.Finding;
import dev.portolan.v1.OriginExplanation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An explanation of a host in words.
 *
 * @param endpoint the address that was asked for, or nothing
 */
public record HostStory(ExplainHostResponse answer, String endpoint, Shell shell) {
  private static final int INDENT = 2;

  /** Prints it; lines end at the terminal's edge. */
  public void print() {
    say(opening());
    say(rules());
    say(callers());
    shell.out().println();
    origins();
    endpoints();
    if (answer.hasAgent()) {
      shell.out().println();
      say(agent(answer.getAgent()));
    }
    findings();
  }

  private String host() {
    return answer.getNamespace() + "/" + answer.getName();
  }

  private String opening() {
    if (answer.getFqdn().isEmpty()) {
      return "%s is not there for clients in %s%s."
          .formatted(
              host(),
              answer.getCluster(),
              answer.getVirtualMesh().isEmpty()
                  ? ", which is in no virtual mesh"
                  : " (virtual mesh %s)".formatted(answer.getVirtualMesh()));
    }
    return "%s is %s for clients in %s (virtual mesh %s, mode %s), port %s."
        .formatted(
            host(),
            answer.getFqdn(),
            answer.getCluster(),
            answer.getVirtualMesh(),
            Cells.word(answer.getMode(), "HOST_MODE_"),
            answer.getPortsList().stream()
                .map(port -> port.getNumber() + "/" + Cells.word(port.getProtocol(), "PROTOCOL_"))
                .collect(Collectors.joining(", ")));
  }

  private String rules() {
    if (answer.getFqdn().isEmpty()) {
      return "";
    }
    String order =
        answer.getFailoverPolicy().isEmpty()
            ? "Order: the own cluster, its region, all others; no failover policy selects the host."
            : "Order: as failover policy %s says.".formatted(answer.getFailoverPolicy());
    return answer.getTrafficPoliciesMap().isEmpty()
        ? order
        : order
            + " Requests: "
            + Cells.map(answer.getTrafficPoliciesMap()).replace("=", " by ").replace(",", ", ")
            + ".";
  }

  private String callers() {
    return answer.getAccessPolicy().isEmpty()
        ? ""
        : "Who may call the workloads in %s: as access policy %s says."
            .formatted(answer.getCluster(), answer.getAccessPolicy());
  }

  private void origins() {
    OriginRows rows = new OriginRows(answer, shell.clock().instant());
    TextTable table = new TextTable(OriginRows.COLUMNS, shell.width());
    List<List<String>> cells = answer.getOriginsList().stream().map(rows::of).toList();
    table.fit(cells);
    table.printHeader(shell.out());
    cells.forEach(row -> table.printRow(row, shell.out()));
  }

  private void endpoints() {
    if (endpoint.isEmpty()) {
      return;
    }
    shell.out().println();
    if (answer.getEndpointsCount() == 0) {
      say("No endpoint of the host has the address %s.".formatted(endpoint));
    }
    answer.getEndpointsList().forEach(found -> say(place(found)));
  }

  private String place(EndpointExplanation found) {
    String where =
        "%s of %s, in slice %s, ".formatted(endpoint, found.getOrigin(), found.getSlice());
    if (found.getDestination()) {
      return where
          + "is a destination: tier %d, weight %d.".formatted(found.getTier(), found.getWeight());
    }
    if (!found.getReady()) {
      return where + "is not used: it is not ready.";
    }
    if (found.getBehindGateway()) {
      return where + "is reached through the east-west gateway of %s.".formatted(found.getOrigin());
    }
    return where
        + answer.getOriginsList().stream()
            .filter(origin -> origin.getOrigin().equals(found.getOrigin()))
            .findFirst()
            .map(origin -> "is not used: " + reason(origin, found))
            .orElse("is not used.");
  }

  private String reason(OriginExplanation origin, EndpointExplanation found) {
    String why = new OriginRows(answer, shell.clock().instant()).why(origin);
    return why.isEmpty() || !origin.getTiersList().isEmpty()
        ? found.getMeshed()
            ? "others of the host have its place; see the findings."
            : "it has no sidecar."
        : why + ".";
  }

  private String agent(AgentExplanation agent) {
    String name = "The agent of " + answer.getCluster();
    String assumed =
        answer.getSurroundingsAssumed()
            ? " It has not said which namespaces and Services its cluster has; what is told here"
                + " assumes the usual."
            : "";
    if (!agent.getHeard()) {
      return name
          + (agent.getConnected() ? " has sent no status yet." : " has not been heard.")
          + assumed;
    }
    String away = agent.getConnected() ? "" : " is not connected and";
    return name
        + away
        + (agent.getUpToDate()
                ? " has this in force (revision %s)."
                : " does not have all of this in force yet: it is at revision %s.")
            .formatted(Long.toUnsignedString(agent.getApplied().getSequence()))
        + assumed;
  }

  private void findings() {
    Set<Finding> all = new LinkedHashSet<>(answer.getFindingsList());
    all.addAll(answer.getAgent().getFindingsList());
    if (all.isEmpty()) {
      return;
    }
    shell.out().println();
    shell.out().println("Findings:");
    for (Finding finding : all) {
      List<String> lines =
          wrapped(
              "%s %s %s: %s"
                  .formatted(
                      finding.getCode(),
                      finding.getReason(),
                      finding.getSubject(),
                      finding.getMessage()),
              INDENT);
      lines.forEach(line -> shell.out().println(" ".repeat(INDENT) + line));
    }
  }

  private void say(String text) {
    if (!text.isEmpty()) {
      wrapped(text, 0).forEach(shell.out()::println);
    }
  }

  private List<String> wrapped(String text, int indent) {
    return Paragraph.lines(
        text, shell.width() == 0 ? Integer.MAX_VALUE : Math.max(20, shell.width() - indent));
  }
}
