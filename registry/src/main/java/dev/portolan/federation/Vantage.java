package dev.portolan.federation;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.VirtualMesh;
import java.util.List;
import java.util.Optional;

/**
 * From where a host is planned: the cluster, what it can see, and how far everything is from it.
 *
 * @param mesh name of the cluster's virtual mesh
 */
record Vantage(RegistrySnapshot view, String mesh, OriginId cluster) {

  /**
   * What the members of the virtual mesh export under the host's name, as far as the cluster
   * imports it, and what it exports itself; the deciding one first.
   */
  List<Service> offers(HostKey host) {
    Optional<VirtualMesh> rules = view.meshOf(cluster);
    boolean imports =
        rules.filter(found -> found.imports().allow(cluster, host.namespace())).isPresent();
    return view.originsOf(host).stream()
        .filter(this::federates)
        .filter(origin -> imports || origin.equals(cluster))
        .flatMap(origin -> view.service(host.at(origin)).stream())
        .filter(service -> rules.filter(found -> found.exports().export(service)).isPresent())
        .sorted(Service.PRECEDENCE)
        .toList();
  }

  /** Whether an origin is a member of the same virtual mesh. */
  boolean federates(OriginId origin) {
    return view.meshOf(origin).filter(found -> found.key().name().equals(mesh)).isPresent();
  }

  /** Whether this cluster's pods reach the origin's pods without a gateway. */
  boolean reachesDirectly(OriginId origin) {
    return Scope.direct(view, Scope.networkOf(view, cluster), origin);
  }

  /** Whether an origin is a foreign registry, whose endpoints have no part in the mesh. */
  boolean isSource(OriginId origin) {
    return view.cluster(origin).flatMap(Cluster::source).isPresent();
  }

  /**
   * Who has a gateway that an origin reports: the origin itself, or the oldest cluster on another
   * network that reports it too. Clusters of one network may share a gateway.
   */
  OriginId holder(Gateway gateway, Cluster reporting) {
    return view.clustersAt(gateway).stream()
        .filter(this::federates)
        .flatMap(origin -> view.cluster(origin).stream())
        .min(Cluster.PRECEDENCE)
        .filter(oldest -> !sameNetwork(oldest.origin(), reporting.origin()))
        .map(Cluster::origin)
        .orElse(reporting.origin());
  }

  private boolean sameNetwork(OriginId one, OriginId other) {
    return Scope.networkOf(view, one).equals(Scope.networkOf(view, other));
  }

  /** The origin's facts; of itself the cluster may plan without any. */
  Optional<Cluster> facts(OriginId origin) {
    Optional<Cluster> known = view.cluster(origin);
    return origin.equals(cluster) ? Optional.of(known.orElse(Cluster.unknown(origin))) : known;
  }

  /** The DNS domain of an origin's own services. */
  String domain(OriginId origin) {
    return ClusterDomain.of(view, origin);
  }

  /** How late an origin's destination in a locality comes in this cluster's order. */
  int tier(OriginId origin, Locality locality) {
    if (origin.equals(cluster)) {
      return Destination.TIER_LOCAL;
    }
    String region = facts(cluster).map(own -> own.locality().region()).orElse("");
    return !region.isEmpty() && region.equals(locality.region())
        ? Destination.TIER_SAME_REGION
        : Destination.TIER_OTHER;
  }

  /** A finding about one origin's service. */
  static Finding finding(FindingCode code, ServiceKey about, String message) {
    return new Finding(code, "service/" + about.path(), message);
  }

  /** A finding about a policy: all hosts that it selects say the same, so it shows once. */
  static Finding about(Policy policy, FindingCode code, String message) {
    return new Finding(code, policy.subject(), message);
  }

  // About the virtual mesh, not the host: all hosts say the same, so it shows once.
  Finding unknownRule(VirtualMesh said, String field, String instead) {
    return new Finding(
        FindingCode.RULE_UNKNOWN,
        said.subject(),
        ("The virtual mesh says something in %s that the agent of %s does not know; until it is"
                + " updated, %s there.")
            .formatted(field, cluster, instead));
  }

  /** A finding about the host as this cluster has it. */
  Finding here(FindingCode code, HostKey host, String message) {
    return finding(code, host.at(cluster), message);
  }
}
