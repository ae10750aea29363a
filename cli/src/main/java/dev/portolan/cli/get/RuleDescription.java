package dev.portolan.cli.get;

import dev.portolan.cli.hub.Filter;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.shell.Shell;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Rule;
import dev.portolan.rules.RuleTree;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.RolloutStage;
import dev.portolan.v1.RuleSummary;
import dev.portolan.v1.ServiceSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A rule: its document, where it is in force, what it is about, and what was found. */
record RuleDescription(Shell shell, Hub hub) {
  private static final int SHOWN = 50;

  void print(RuleSummary item) {
    Rule rule = Rules.rule(item);
    Description description = new Description(shell);
    description.line("%s, etag %s".formatted(RuleWords.path(rule.key()), item.getEtag()));
    shell.out().println();
    shell.out().print(Json.yaml(Json.ofTree(RuleTree.of(rule))));
    if (item.hasRollout()) {
      RolloutStage stage = item.getRollout().getStage();
      shell.out().println();
      description.line(
          "Rollout: %s at %s%s"
              .formatted(
                  RolloutWords.state(stage),
                  RolloutWords.place(item.getRollout()),
                  stage.getReason().isEmpty() ? "" : ": " + stage.getReason()));
    }
    description.table("Clusters:", List.of("CLUSTER", "IN FORCE", "FINDINGS"), clusters(item));
    hosts(description, rule);
    description.findings(
        item.getFindingsList().stream()
            .map(found -> new ClusterFinding(found.getCluster(), found.getFinding()))
            .toList());
  }

  private static List<List<String>> clusters(RuleSummary item) {
    List<List<String>> rows = new ArrayList<>();
    Stream.concat(item.getInForceList().stream(), item.getPendingList().stream())
        .sorted()
        .forEach(
            cluster ->
                rows.add(
                    List.of(
                        cluster,
                        item.getInForceList().contains(cluster) ? "yes" : "not yet",
                        String.valueOf(
                            item.getFindingsList().stream()
                                .filter(found -> found.getCluster().equals(cluster))
                                .count()))));
    return rows;
  }

  private void hosts(Description description, Rule rule) {
    String mesh = rule instanceof Policy policy ? policy.mesh().name() : rule.key().path();
    Map<String, String> meshes = new HashMap<>();
    for (ClusterSummary cluster : hub.reader().clusters("").items()) {
      meshes.put(cluster.getCluster().getOrigin(), cluster.getVirtualMesh());
    }
    HostRows hosts =
        HostRows.of(
            hub.reader().services(new Filter("", "", "")).items(),
            service ->
                mesh.equals(meshes.get(service.getService().getOrigin()))
                    && !service.getHost().isEmpty()
                    && selects(rule, service));
    String what = rule instanceof Policy ? "Selects" : "Exports";
    if (hosts.size() == 0) {
      description.heading(what + " no host that anybody offers.");
    }
    description.table(
        "%s %d %s:".formatted(what, hosts.size(), hosts.size() == 1 ? "host" : "hosts"),
        HostRows.COLUMNS,
        hosts.cells(SHOWN));
    if (hosts.size() > SHOWN) {
      description.line("and %d more".formatted(hosts.size() - SHOWN));
    }
  }

  static boolean selects(Rule rule, ServiceSummary service) {
    HostKey host = HostRows.key(service);
    return !(rule instanceof Policy policy)
        || policy.hosts().stream().anyMatch(selector -> selector.selects(host));
  }
}
