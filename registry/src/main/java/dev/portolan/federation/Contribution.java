package dev.portolan.federation;

import dev.portolan.registry.Finding;
import dev.portolan.registry.Service;
import java.util.List;

/**
 * What one origin adds to a host as seen from one cluster.
 *
 * @param reachable whether its workloads could be reached from there if some were ready; its
 *     identities are trusted only then
 */
record Contribution(
    Service service, boolean reachable, List<Destination> destinations, List<Finding> findings) {
  Contribution {
    destinations = List.copyOf(destinations);
    findings = List.copyOf(findings);
    if (!reachable && !destinations.isEmpty()) {
      throw new IllegalStateException(service.key() + " is out of reach but has destinations");
    }
  }

  /** Nothing, for a reason. */
  static Contribution none(Service service, Finding why) {
    return new Contribution(service, false, List.of(), List.of(why));
  }

  boolean throughGateway() {
    return destinations.stream().anyMatch(Destination::gateway);
  }
}
