package dev.portolan.cli.get;

import dev.portolan.cli.hub.Filter;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.shell.Shell;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Rule;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.Service;
import dev.portolan.v1.ServiceSummary;
import java.util.ArrayList;
import java.util.List;

/**
 * A service: its facts, the names that clients use, the rules that select it, and what was found.
 */
record ServiceDescription(Shell shell, Hub hub) {
  void print(ServiceSummary item) {
    Description description = new Description(shell);
    Services services = new Services();
    description.fields(services.columns(true), services.cells(item, true, shell.clock().instant()));
    description.table(
        "Clients reach it as:",
        List.of("NAME", "IN", "BECAUSE OF"),
        item.getNamesList().stream()
            .map(
                name ->
                    List.of(
                        Cells.orNone(name.getHost()),
                        Cells.joined(name.getClustersList().stream()),
                        Cells.orNone(name.getCode())))
            .toList());
    List<ClusterSummary> clusters = hub.reader().clusters("").items();
    String mesh =
        clusters.stream()
            .filter(each -> each.getCluster().getOrigin().equals(item.getService().getOrigin()))
            .map(ClusterSummary::getVirtualMesh)
            .findFirst()
            .orElse("");
    if (item.getHost().isEmpty()) {
      description.heading(
          mesh.isEmpty()
              ? "Its origin is in no virtual mesh, so nobody else sees it."
              : "Virtual mesh %s does not export it.".formatted(mesh));
    }
    description.table("Rules that select it:", List.of("RULE"), rules(item, mesh));
    description.table("Endpoints:", new EndpointSlices().columns(false), endpoints(item));
    description.findings(findings(item, clusters));
  }

  private List<List<String>> rules(ServiceSummary item, String mesh) {
    List<List<String>> rows = new ArrayList<>();
    for (var each : hub.reader().rules(RuleKind.RULE_KIND_UNSPECIFIED).items()) {
      Rule rule = Rules.rule(each);
      if (rule instanceof Policy policy
          && policy.mesh().name().equals(mesh)
          && RuleDescription.selects(rule, item)) {
        rows.add(List.of(RuleWords.path(rule.key())));
      }
    }
    return rows;
  }

  private List<List<String>> endpoints(ServiceSummary item) {
    Service service = item.getService();
    EndpointSlices slices = new EndpointSlices();
    return hub
        .reader()
        .slices(new Filter(service.getOrigin(), service.getNamespace(), ""), service.getName())
        .items()
        .stream()
        .map(slice -> slices.cells(slice, false, shell.clock().instant()))
        .toList();
  }

  private static List<ClusterFinding> findings(ServiceSummary item, List<ClusterSummary> clusters) {
    String subject = "service/" + new Services().path(item);
    List<ClusterFinding> found = new ArrayList<>();
    for (ClusterSummary cluster : clusters) {
      cluster.getStatus().getFindingsList().stream()
          .filter(finding -> finding.getSubject().equals(subject))
          .forEach(
              finding -> found.add(new ClusterFinding(cluster.getCluster().getOrigin(), finding)));
    }
    return found;
  }
}
