package dev.portolan.federation;

import static dev.portolan.federation.Vantage.finding;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Service;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whom a client may meet behind the host. Origins within reach count even while none of their
 * endpoints is ready: a changed list makes every proxy reload the service, and pods come and go.
 */
record Identities(SortedSet<String> all, List<Finding> findings) {

  /** Unites the identities of the origins that can be reached. */
  static Identities of(List<Contribution> contributions, Destinations destinations) {
    SortedSet<String> all = new TreeSet<>();
    contributions.stream()
        .filter(Contribution::reachable)
        .forEach(contribution -> all.addAll(contribution.service().identities()));
    Set<OriginId> meshed =
        destinations.list().stream()
            .filter(Destination::meshed)
            .map(Destination::origin)
            .collect(Collectors.toSet());
    List<Finding> findings = new ArrayList<>();
    for (Contribution contribution : contributions) {
      Service service = contribution.service();
      if (service.identities().isEmpty() && meshed.contains(service.key().origin())) {
        findings.add(
            finding(
                FindingCode.NO_IDENTITY,
                service.key(),
                (all.isEmpty()
                        ? "The service accounts behind %s at %s are not known, nor those of any other"
                            + " cluster; clients accept every certificate of the mesh. Report pods"
                            + " with their service accounts."
                        : "The service accounts behind %s at %s are not known; clients refuse its"
                            + " endpoints unless they present an identity of another cluster's. Report"
                            + " pods with their service accounts.")
                    .formatted(service.key().host(), service.key().origin())));
      }
    }
    return new Identities(Sorted.set(all), List.copyOf(findings));
  }
}
