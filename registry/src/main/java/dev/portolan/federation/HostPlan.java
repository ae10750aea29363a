package dev.portolan.federation;

import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;

/**
 * For one cluster and one global host: ports, ordered destinations, identities. Pure data,
 * complete: the translation adds syntax, no decisions.
 *
 * @param mesh name of the virtual mesh
 * @param fqdn the global host's DNS name
 * @param cluster for whom the plan is
 * @param ports sorted by number, at least one
 * @param destinations sorted by tier, origin, address; may be empty
 * @param identities SPIFFE ids that the destinations may present
 * @param meshTlsOnly some origin is reached through gateways, whether or not any endpoint behind
 *     them is ready, so every connection must be mesh mTLS and carry the port's SNI; no unmeshed
 *     destination is in the plan
 * @param exterior what is special about it if its workloads are not the mesh's
 * @param tiers how clients go from one tier of destinations to the next
 * @param traffic how clients treat its requests
 * @param form in which it is written
 */
public record HostPlan(
    HostKey host,
    String mesh,
    String fqdn,
    OriginId cluster,
    List<PlannedPort> ports,
    List<Destination> destinations,
    SortedSet<String> identities,
    boolean meshTlsOnly,
    HostExterior exterior,
    TierOrder tiers,
    HostTraffic traffic,
    HostForm form,
    List<Finding> findings)
    implements HostDecision {
  public HostPlan {
    if (ports.isEmpty()) {
      throw new IllegalArgumentException("a plan of " + host + " without ports");
    }
    ports = ports.stream().sorted(Comparator.comparingInt(PlannedPort::number)).toList();
    destinations = destinations.stream().sorted(Destination.ORDER).toList();
    identities = Sorted.set(identities);
    findings = findings.stream().sorted().distinct().toList();
    for (Destination destination : destinations) {
      if (destination.tier() > tiers.last()) {
        throw new IllegalArgumentException(
            "%s has %s in tier %d of %d"
                .formatted(host, destination.address(), destination.tier(), tiers.last()));
      }
      if (exterior.tlsName().isPresent() != (destination.meshMode() == MeshMode.TLS)) {
        throw new IllegalArgumentException(
            "%s is %s, but %s is %s"
                .formatted(host, exterior, destination.address(), destination.meshMode()));
      }
      if (exterior.external() && destination.meshed()) {
        throw new IllegalArgumentException(
            host + " is external, but " + destination.address() + " is a mesh's");
      }
      if (meshTlsOnly && !destination.meshed()) {
        throw new IllegalArgumentException(
            host + " is mTLS only, but " + destination.address() + " has no sidecar");
      }
    }
  }

  /** The same with requests treated in some way, and with what is to be said of it. */
  HostPlan with(HostTraffic how, List<Finding> all) {
    return new HostPlan(
        host,
        mesh,
        fqdn,
        cluster,
        ports,
        destinations,
        identities,
        meshTlsOnly,
        exterior,
        tiers,
        how,
        form,
        all);
  }

  /** What the host's objects are called after; other forms of the host have other ones. */
  public String identity() {
    return HostIdentities.of(fqdn, form.generation());
  }
}
