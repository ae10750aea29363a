package dev.portolan.agent.discovery.conversion;

import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Finding;
import dev.portolan.registry.Service;
import java.util.List;
import java.util.Optional;

/**
 * What one Kubernetes Service came to.
 *
 * @param service empty when it is not offered; then there are no slices
 * @param settled every pod that its slices name is known
 */
record ConvertedService(
    Optional<Service> service,
    List<EndpointSlice> slices,
    List<Finding> findings,
    boolean settled) {
  static final ConvertedService NOTHING = notOffered(List.of());

  ConvertedService {
    slices = List.copyOf(slices);
    findings = List.copyOf(findings);
  }

  static ConvertedService notOffered(List<Finding> findings) {
    return new ConvertedService(Optional.empty(), List.of(), findings, true);
  }
}
