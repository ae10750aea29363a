package dev.portolan.agent.config;

import dev.portolan.registry.Gateway;
import dev.portolan.registry.Locality;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where an agent reads its cluster from, and what it is told of it besides.
 *
 * @param directory of Kubernetes YAML; empty means the API server
 * @param clusterDomain DNS domain of the cluster's services
 * @param gateways instead of those that the cluster has; empty for those
 * @param locality of endpoints of whose place nothing is known
 */
public record SourceConfig(
    Optional<Path> directory, String clusterDomain, List<Gateway> gateways, Locality locality) {
  public SourceConfig {
    gateways = List.copyOf(gateways);
  }
}
