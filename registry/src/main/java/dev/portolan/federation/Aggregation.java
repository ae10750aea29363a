package dev.portolan.federation;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a host that has too many endpoints smaller: clusters within direct reach are reached by
 * their gateways, the farthest first and as few as need be. Only where that costs no endpoint: all
 * have sidecars, and the gateways know the same name.
 */
final class Aggregation {
  private final Vantage vantage;
  private final HostKey host;
  private final int maxEndpoints;
  private final Optional<String> domain;
  private final Function<Contribution, Contribution> byGateway;

  /**
   * An aggregation for one host.
   *
   * @param domain that gateways must have, if it matters
   * @param byGateway the same service's contribution if it is reached by its cluster's gateways
   */
  Aggregation(
      Vantage vantage,
      HostKey host,
      int maxEndpoints,
      Optional<String> domain,
      Function<Contribution, Contribution> byGateway) {
    this.vantage = vantage;
    this.host = host;
    this.maxEndpoints = maxEndpoints;
    this.domain = domain;
    this.byGateway = byGateway;
  }

  /**
   * Contributions with at most as many destinations as allowed, or as few as possible.
   *
   * @param findings gets what was done
   */
  List<Contribution> of(List<Contribution> contributions, List<Finding> findings) {
    List<Contribution> result = new ArrayList<>(contributions);
    List<OriginId> aggregated = new ArrayList<>();
    if (allMeshed(contributions)) {
      for (Contribution candidate : farthestFirst(contributions)) {
        Contribution smaller = byGateway.apply(candidate);
        if (size(result) > maxEndpoints && helps(candidate, smaller, result)) {
          result.set(result.indexOf(candidate), smaller);
          aggregated.add(origin(candidate));
        }
      }
    }
    if (!aggregated.isEmpty()) {
      findings.add(
          vantage.here(
              FindingCode.ENDPOINTS_AGGREGATED,
              host,
              ("The host has %d destinations in %s and one ServiceEntry may have %d, so %s, which"
                      + " could be reached directly, are reached by their east-west gateways.")
                  .formatted(size(contributions), vantage.cluster(), maxEndpoints, aggregated)));
    }
    return List.copyOf(result);
  }

  // One endpoint without sidecar would be left out once a gateway is among the destinations.
  private static boolean allMeshed(List<Contribution> contributions) {
    return contributions.stream()
        .flatMap(contribution -> contribution.destinations().stream())
        .allMatch(Destination::meshed);
  }

  private List<Contribution> farthestFirst(List<Contribution> contributions) {
    return contributions.stream()
        .filter(contribution -> contribution.reach() == Contribution.Reach.DIRECT)
        .filter(contribution -> !origin(contribution).equals(vantage.cluster()))
        .sorted(
            Comparator.comparingInt(Aggregation::nearest)
                .thenComparingInt(contribution -> contribution.destinations().size())
                .reversed()
                .thenComparing(Aggregation::origin))
        .toList();
  }

  private boolean helps(Contribution direct, Contribution smaller, List<Contribution> others) {
    return smaller.throughGateway()
        && smaller.destinations().size() < direct.destinations().size()
        && domain.map(domain(smaller)::equals).orElse(true)
        && others.stream()
            .filter(Contribution::throughGateway)
            .allMatch(other -> domain(other).equals(domain(smaller)));
  }

  private String domain(Contribution contribution) {
    return vantage.domain(origin(contribution));
  }

  private static int nearest(Contribution contribution) {
    return contribution.destinations().stream().mapToInt(Destination::tier).min().orElse(0);
  }

  private static int size(List<Contribution> contributions) {
    return contributions.stream().mapToInt(each -> each.destinations().size()).sum();
  }

  private static OriginId origin(Contribution contribution) {
    return contribution.service().key().origin();
  }
}
