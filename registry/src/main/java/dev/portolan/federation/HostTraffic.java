package dev.portolan.federation;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Percent;
import dev.portolan.registry.RequestMatch;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.TrafficFault;
import dev.portolan.registry.TrafficHeaders;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficRetries;
import dev.portolan.registry.TrafficSticky;
import dev.portolan.registry.TrafficTimeout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How clients of a host treat its requests. Pure data; everything that it names is there.
 *
 * @param routes where requests go; empty: to the host, as its destinations are ordered
 * @param cases where requests go that fit a match, in the order in which they are asked, before
 *     {@code routes}
 * @param mirror where copies go
 * @param subsets clusters whose destinations can be asked for by the cluster's name, whether or not
 *     a route does so now: what is written for them then seldom changes
 * @param policies which policy said it, by the kind of part
 */
public record HostTraffic(
    List<Route> routes,
    List<Case> cases,
    Optional<Mirror> mirror,
    List<OriginId> subsets,
    Optional<TrafficRetries> retries,
    Optional<TrafficTimeout> timeout,
    Optional<TrafficFault> fault,
    Optional<TrafficHeaders> headers,
    Optional<TrafficSticky> sticky,
    SortedMap<TrafficPart.Kind, String> policies) {
  /** What no policy says anything about. */
  public static final HostTraffic USUAL =
      new HostTraffic(
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Sorted.map(Map.of()));

  public HostTraffic {
    routes = List.copyOf(routes);
    cases = List.copyOf(cases);
    subsets = subsets.stream().sorted().distinct().toList();
    policies = Sorted.map(policies);
  }

  /** Whether requests are treated one by one; what is left is up to connections. */
  public boolean ofRequests() {
    return !routes.isEmpty()
        || !cases.isEmpty()
        || mirror.isPresent()
        || retries.isPresent()
        || timeout.isPresent()
        || fault.isPresent()
        || headers.isPresent();
  }

  /**
   * Where requests go.
   *
   * @param fqdn of a host that there is in the cluster
   * @param subset the only cluster among the host's; one of {@link HostTraffic#subsets}
   */
  public record Target(String fqdn, Optional<OriginId> subset) {}

  /** A part of the requests: its weight among all weights, at least 1. */
  public record Route(Target target, int weight) {}

  /**
   * Requests that fit a match.
   *
   * @param routes at least one
   */
  public record Case(RequestMatch match, List<Route> routes) {
    public Case {
      routes = List.copyOf(routes);
    }
  }

  /** Copies of some requests. */
  public record Mirror(Target target, Percent percent) {}
}
