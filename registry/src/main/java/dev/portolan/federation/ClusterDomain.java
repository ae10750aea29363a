package dev.portolan.federation;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;

/** The DNS domain of a cluster's own services, and what hosts are called in it. Pure. */
public final class ClusterDomain {
  private ClusterDomain() {}

  /** A cluster's domain; of one whose facts are not known, Kubernetes' default. */
  public static String of(RegistrySnapshot view, OriginId cluster) {
    return view.cluster(cluster).map(Cluster::clusterDomain).orElse(Cluster.DEFAULT_DOMAIN);
  }

  /** The name that a host has at home in a cluster. */
  public static String nameIn(RegistrySnapshot view, OriginId cluster, HostKey host) {
    return host.fqdn("svc." + of(view, cluster));
  }
}
