package dev.portolan.agent.discovery.conversion;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import java.util.List;

/**
 * What a cluster does not say of itself, or says wrongly.
 *
 * @param clusterDomain DNS domain of its services
 * @param gateways where others reach it from other networks; not empty: instead of what its
 *     gateways say
 * @param locality where endpoints are of whose place nothing is known
 */
public record OriginSettings(
    OriginId origin, String clusterDomain, List<Gateway> gateways, Locality locality) {
  public OriginSettings {
    gateways = List.copyOf(gateways);
  }

  /** A cluster that says everything itself, in Kubernetes' default domain. */
  public static OriginSettings of(OriginId origin) {
    return new OriginSettings(origin, Cluster.DEFAULT_DOMAIN, List.of(), Locality.UNKNOWN);
  }
}
