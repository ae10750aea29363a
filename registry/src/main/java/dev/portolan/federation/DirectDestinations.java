package dev.portolan.federation;

import static dev.portolan.federation.Vantage.finding;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ready endpoints of an origin whose pods are reached directly, one destination per address.
 */
final class DirectDestinations {
  private final Vantage vantage;
  private final List<ServicePort> ports;

  DirectDestinations(Vantage vantage, List<ServicePort> ports) {
    this.vantage = vantage;
    this.ports = ports;
  }

  Contribution of(Service service, Cluster facts) {
    Map<Object, Destination> byPlace = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    for (EndpointSlice slice : vantage.view().slices(service.key())) {
      List<Endpoint> ready = slice.endpoints().stream().filter(Endpoint::ready).toList();
      Optional<ServicePort> untargeted = untargeted(service, slice);
      if (untargeted.isEmpty()) {
        SortedMap<String, Integer> targets = targets(service, slice);
        // While Kubernetes moves an endpoint between slices it stands in both. Of a source, one
        // address may have several, on ports of their own.
        ready.forEach(
            endpoint ->
                byPlace.putIfAbsent(
                    place(facts, endpoint, targets), destination(facts, endpoint, targets)));
      } else if (!ready.isEmpty()) {
        findings.add(
            finding(
                FindingCode.TARGET_PORT_MISSING,
                service.key(),
                ("Endpoint slice %s of %s has no target for port %d (%s); its %d ready endpoints are"
                        + " left out. Check that the pods declare the service's target port.")
                    .formatted(
                        slice.key().name(),
                        service.key().origin(),
                        untargeted.get().number(),
                        untargeted.get().name(),
                        ready.size())));
      }
    }
    return new Contribution(
        service, Contribution.Reach.DIRECT, List.copyOf(byPlace.values()), findings);
  }

  private static Object place(Cluster facts, Endpoint endpoint, Map<String, Integer> targets) {
    return facts.source().isPresent() ? Map.entry(endpoint.address(), targets) : endpoint.address();
  }

  private Optional<ServicePort> untargeted(Service service, EndpointSlice slice) {
    return ports.stream()
        .map(port -> ownPort(service, port))
        .filter(own -> !slice.ports().containsKey(own.name()))
        .findFirst();
  }

  // The host's port names are those of the deciding origin; a slice uses its own origin's names.
  private SortedMap<String, Integer> targets(Service service, EndpointSlice slice) {
    SortedMap<String, Integer> targets = new TreeMap<>();
    for (ServicePort port : ports) {
      Integer target = slice.ports().get(ownPort(service, port).name());
      if (target == null) {
        throw new IllegalStateException(slice.key() + " has no target for port " + port);
      }
      targets.put(port.name(), target);
    }
    return targets;
  }

  private static ServicePort ownPort(Service service, ServicePort port) {
    return service
        .port(port.number())
        .orElseThrow(
            () ->
                new IllegalStateException(service.key() + " agreed to port " + port + " it lacks"));
  }

  // Whatever a source says, its endpoints have no part in a mesh.
  private static Endpoint.MeshMode mode(Cluster facts, Endpoint endpoint) {
    return facts.source().isPresent() && endpoint.meshMode() != Endpoint.MeshMode.TLS
        ? Endpoint.MeshMode.NONE
        : endpoint.meshMode();
  }

  private Destination destination(
      Cluster facts, Endpoint endpoint, SortedMap<String, Integer> targets) {
    Locality locality =
        endpoint.locality().equals(Locality.UNKNOWN)
            ? new Locality(facts.locality().region(), "", "")
            : endpoint.locality();
    return new Destination(
        facts.origin(),
        endpoint.address(),
        targets,
        locality,
        endpoint.weight(),
        vantage.tier(facts.origin(), locality),
        mode(facts, endpoint),
        false,
        endpoint.labels());
  }
}
