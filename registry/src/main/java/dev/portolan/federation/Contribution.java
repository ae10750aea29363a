package dev.portolan.federation;

import dev.portolan.registry.Finding;
import dev.portolan.registry.Service;
import java.util.ArrayList;
import java.util.List;

/**
 * What one origin adds to a host as seen from one cluster.
 *
 * @param reach how its workloads could be reached from there if some were ready
 */
record Contribution(
    Service service, Reach reach, List<Destination> destinations, List<Finding> findings) {
  Contribution {
    destinations = List.copyOf(destinations);
    findings = List.copyOf(findings);
    if (!reachable() && !destinations.isEmpty()) {
      throw new IllegalStateException(service.key() + " is out of reach but has destinations");
    }
  }

  /** Nothing, for a reason. */
  static Contribution none(Service service, Finding why) {
    return new Contribution(service, Reach.NONE, List.of(), List.of(why));
  }

  /** With other destinations on the same way. */
  Contribution with(List<Destination> others) {
    return new Contribution(service, reach, others, findings);
  }

  /**
   * The same destinations, used where no others answer.
   *
   * @param last the tier of such
   */
  Contribution demoted(int last, Finding why) {
    return with(destinations.stream().map(each -> each.in(last)).toList(), why);
  }

  /** Without its destinations. The way stays: what depends on it alone does not change. */
  Contribution withdrawn(Finding why) {
    return with(List.of(), why);
  }

  private Contribution with(List<Destination> others, Finding why) {
    List<Finding> all = new ArrayList<>(findings);
    all.add(why);
    return new Contribution(service, reach, others, all);
  }

  /** Whether there is a way; its identities are trusted only then. */
  boolean reachable() {
    return reach != Reach.NONE;
  }

  /** Whether the way leads through gateways, also while nothing behind them is ready. */
  boolean throughGateway() {
    return reach == Reach.GATEWAY;
  }

  /** The way to an origin's workloads. It depends on the clusters' facts, never on readiness. */
  enum Reach {
    NONE,
    DIRECT,
    GATEWAY
  }
}
