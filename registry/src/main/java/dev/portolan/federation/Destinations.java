package dev.portolan.federation;

import static dev.portolan.federation.Vantage.finding;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.ServiceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The destinations of all origins as one list that a mesh can carry: every address once, and all
 * meshed where an origin is reached through gateways.
 *
 * @param throughGateway connections may pass a gateway, so that all must be mesh mTLS (ADR 0013)
 */
record Destinations(List<Destination> list, boolean throughGateway, List<Finding> findings) {

  /**
   * Joins contributions given in order of precedence.
   *
   * @param eachItsOwn every endpoint is spoken to as it can be: they join a Service whose own
   *     endpoints decide that one by one
   */
  static Destinations join(
      Vantage vantage, HostKey host, List<Contribution> contributions, boolean eachItsOwn) {
    List<Finding> findings = new ArrayList<>();
    List<Destination> list = distinct(host, contributions, findings);
    boolean throughGateway =
        !eachItsOwn && contributions.stream().anyMatch(Contribution::throughGateway);
    if (throughGateway) {
      list = meshed(vantage, host, list, findings);
    }
    return new Destinations(List.copyOf(list), throughGateway, List.copyOf(findings));
  }

  private static List<Destination> distinct(
      HostKey host, List<Contribution> contributions, List<Finding> findings) {
    Map<String, OriginId> owners = new HashMap<>();
    Map<OriginId, Map<OriginId, Set<String>>> lost = new TreeMap<>();
    List<Destination> list = new ArrayList<>();
    for (Contribution contribution : contributions) {
      for (Destination destination : contribution.destinations()) {
        OriginId owner = owners.putIfAbsent(place(destination), destination.origin());
        if (owner == null || owner.equals(destination.origin())) {
          list.add(destination);
        } else {
          lost.computeIfAbsent(destination.origin(), origin -> new TreeMap<>())
              .computeIfAbsent(owner, origin -> new TreeSet<>())
              .add(destination.address());
        }
      }
    }
    lost.forEach(
        (origin, byOwner) ->
            byOwner.forEach(
                (owner, addresses) ->
                    findings.add(addressConflict(host.at(origin), owner, addresses))));
    return list;
  }

  // Two gateways may share an address and differ by port; two pods on one network may not.
  private static String place(Destination destination) {
    return destination.gateway()
        ? destination.address() + destination.ports().values()
        : destination.address();
  }

  private static Finding addressConflict(
      ServiceKey service, OriginId owner, Set<String> addresses) {
    return finding(
        FindingCode.ADDRESS_CONFLICT,
        service,
        ("%d addresses of %s (such as %s) are reported by %s too, whose service comes first; they are"
                + " used as %s's only. Correct the network names, the address ranges or the gateway"
                + " addresses of the two clusters.")
            .formatted(
                addresses.size(), service.origin(), addresses.iterator().next(), owner, owner));
  }

  private static List<Destination> meshed(
      Vantage vantage, HostKey host, List<Destination> list, List<Finding> findings) {
    countByOrigin(list, each -> each == Endpoint.MeshMode.NONE || each == Endpoint.MeshMode.TLS)
        .forEach(
            (origin, count) ->
                findings.add(leftOut(vantage, FindingCode.NO_SIDECAR, host.at(origin), count)));
    countByOrigin(list, each -> each == Endpoint.MeshMode.AMBIENT)
        .forEach(
            (origin, count) ->
                findings.add(
                    leftOut(vantage, FindingCode.AMBIENT_BEHIND_GATEWAY, host.at(origin), count)));
    return list.stream().filter(Destination::meshed).toList();
  }

  private static Map<OriginId, Integer> countByOrigin(
      List<Destination> list, Predicate<Endpoint.MeshMode> modes) {
    Map<OriginId, Integer> counts = new TreeMap<>();
    list.stream()
        .filter(destination -> modes.test(destination.meshMode()))
        .forEach(destination -> counts.merge(destination.origin(), 1, Integer::sum));
    return counts;
  }

  private static Finding leftOut(Vantage vantage, FindingCode code, ServiceKey service, int count) {
    if (vantage.isSource(service.origin())) {
      return finding(
          code,
          service,
          ("%d ready endpoints of source %s speak no mesh mTLS and are left out of the host in %s,"
                  + " because the host also goes through gateways and its connections are therefore"
                  + " all mesh mTLS. Give the source's service another name, or put the clusters that"
                  + " offer it on one network.")
              .formatted(count, service.origin(), vantage.cluster()));
    }
    return finding(
        code,
        service,
        ("%d ready endpoints of %s %s and are left out of the host in %s, because the host also goes"
                + " through gateways and its connections are therefore all mesh mTLS. Inject sidecars"
                + " and restart the pods.")
            .formatted(
                count,
                service.origin(),
                code == FindingCode.NO_SIDECAR
                    ? "have no sidecar"
                    : "are ambient, which take mesh mTLS inside HBONE only,",
                vantage.cluster()));
  }
}
