package dev.portolan.federation;

import static dev.portolan.federation.Vantage.finding;

import dev.portolan.registry.Capacity;
import dev.portolan.registry.Capacity.LocalityCapacity;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An origin on another network: one destination per address of its east-west gateways, weighing its
 * share of the ready endpoints behind. Not one per locality: Envoy keeps only the first of two
 * endpoints with equal address and port in a cluster.
 */
final class GatewayDestinations {
  private final Vantage vantage;
  private final List<ServicePort> ports;

  GatewayDestinations(Vantage vantage, List<ServicePort> ports) {
    this.vantage = vantage;
    this.ports = ports;
  }

  Contribution of(Service service, Cluster facts) {
    if (facts.source().isPresent()) {
      return Contribution.none(service, outOfReach(service, facts));
    }
    if (facts.gateways().isEmpty()) {
      return Contribution.none(
          service,
          finding(
              FindingCode.NO_GATEWAY,
              service.key(),
              ("%s is on another network than %s and has no east-west gateway with an address; its"
                      + " endpoints are out of reach. Install one there (port 15443, AUTO_PASSTHROUGH) or"
                      + " name its addresses in the agent's configuration.")
                  .formatted(service.key().origin(), vantage.cluster())));
    }
    List<Finding> findings = new ArrayList<>();
    List<Gateway> held = held(facts, findings);
    if (held.isEmpty()) {
      return new Contribution(service, Contribution.Reach.NONE, List.of(), findings);
    }
    Capacity capacity = vantage.view().capacity(service.key());
    if (capacity.unmeshed() > capacity.ambient()) {
      findings.add(noSidecar(service, capacity));
    }
    if (capacity.ambient() > 0) {
      findings.add(ambient(service, capacity));
    }
    return new Contribution(
        service, Contribution.Reach.GATEWAY, destinations(facts, held, capacity), findings);
  }

  private Finding outOfReach(Service service, Cluster facts) {
    return finding(
        FindingCode.NO_GATEWAY,
        service.key(),
        ("%s is a source on %s, which the network of %s does not reach, and sources have no"
                + " gateways; its endpoints are out of reach. If they can be reached directly from"
                + " there, name that network in the source's configuration (reachable-from).")
            .formatted(
                facts.origin(),
                facts.network().isEmpty() ? "a network of its own" : "network " + facts.network(),
                vantage.cluster()));
  }

  /** The gateways that lead to this cluster and not, for all that is known, to an older one. */
  private List<Gateway> held(Cluster facts, List<Finding> findings) {
    List<Gateway> held = new ArrayList<>();
    for (Gateway gateway : facts.gateways()) {
      OriginId holder = vantage.holder(gateway, facts);
      if (holder.equals(facts.origin())) {
        held.add(gateway);
      } else {
        findings.add(claimed(facts.origin(), gateway, holder));
      }
    }
    return held;
  }

  // About the cluster, not the service: all its hosts say the same, so it shows once.
  private static Finding claimed(OriginId origin, Gateway gateway, OriginId holder) {
    return new Finding(
        FindingCode.ADDRESS_CONFLICT,
        "cluster/" + origin,
        ("%s and %s are on different networks and both report the gateway address %s, port %d; it is"
                + " used as %s's, the older cluster's, and never to reach %s, whose connections it could"
                + " lead astray. Correct the address in one of them.")
            .formatted(origin, holder, gateway.address(), gateway.port(), holder, origin));
  }

  private static Finding ambient(Service service, Capacity capacity) {
    return finding(
        FindingCode.AMBIENT_BEHIND_GATEWAY,
        service.key(),
        ("%d of %d ready endpoints at %s are ambient: they take mesh mTLS inside HBONE only and cannot"
                + " be reached through its east-west gateway. Inject sidecars there if other networks"
                + " must reach them.")
            .formatted(
                capacity.ambient(),
                capacity.meshed() + capacity.unmeshed(),
                service.key().origin()));
  }

  private static Finding noSidecar(Service service, Capacity capacity) {
    return finding(
        FindingCode.NO_SIDECAR,
        service.key(),
        ("%d of %d ready endpoints at %s have no sidecar and cannot be reached through its east-west"
                + " gateway. Inject sidecars there and restart the pods.")
            .formatted(
                capacity.unmeshed() - capacity.ambient(),
                capacity.meshed() + capacity.unmeshed(),
                service.key().origin()));
  }

  private List<Destination> destinations(Cluster facts, List<Gateway> gateways, Capacity capacity) {
    if (capacity.meshed() == 0) {
      return List.of();
    }
    Locality locality = locality(facts, capacity);
    int share = (int) Math.round((double) capacity.meshed() / gateways.size());
    return gateways.stream()
        .map(gateway -> destination(facts, gateway, locality, Math.max(1, share)))
        .toList();
  }

  private Destination destination(Cluster facts, Gateway gateway, Locality locality, int weight) {
    SortedMap<String, Integer> targets = new TreeMap<>();
    ports.forEach(port -> targets.put(port.name(), gateway.port()));
    return new Destination(
        facts.origin(),
        gateway.address(),
        targets,
        locality,
        weight,
        vantage.tier(facts.origin(), locality),
        Endpoint.MeshMode.SIDECAR,
        true,
        Sorted.map(Map.of()));
  }

  private static Locality locality(Cluster facts, Capacity capacity) {
    return capacity.localities().stream()
        .filter(each -> each.meshed() > 0)
        .map(LocalityCapacity::locality)
        .reduce(Locality::commonWith)
        .filter(common -> !common.equals(Locality.UNKNOWN))
        .orElseGet(() -> new Locality(facts.locality().region(), "", ""));
  }
}
