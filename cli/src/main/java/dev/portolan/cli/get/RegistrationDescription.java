package dev.portolan.cli.get;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.shell.Shell;
import dev.portolan.v1.RegistrationSummary;
import java.util.List;

/** A registration: its facts, and what was found about it. */
record RegistrationDescription(Shell shell, Hub hub) {
  void print(RegistrationSummary item) {
    Description description = new Description(shell);
    Registrations registrations = new Registrations();
    description.fields(
        registrations.columns(true), registrations.cells(item, true, shell.clock().instant()));
    String origin = item.getRegistration().getOrigin();
    String subject = "registration/" + registrations.path(item);
    List<ClusterFinding> findings =
        hub.reader().clusters(origin).items().stream()
            .flatMap(cluster -> cluster.getFindingsList().stream())
            .filter(finding -> finding.getSubject().equals(subject))
            .map(finding -> new ClusterFinding(origin, finding))
            .toList();
    description.findings(findings);
  }
}
