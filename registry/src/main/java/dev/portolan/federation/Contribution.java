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
    if (reach == Reach.NONE && !destinations.isEmpty()) {
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

  /**
   * What remains where the two meshes refuse each other's certificates: endpoints that speak no
   * mesh mTLS, as far as they are reached directly.
   */
  Contribution unverified() {
    return new Contribution(
        service,
        Reach.UNVERIFIED,
        destinations.stream().filter(each -> !each.meshed()).toList(),
        findings);
  }

  /** The same, with something to be said about it. */
  Contribution noting(Finding finding) {
    return with(destinations, finding);
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

  /** Whether there is a way; its identities are trusted only then, and if they can be verified. */
  boolean reachable() {
    return reach == Reach.DIRECT || reach == Reach.GATEWAY;
  }

  /** Whether the way leads through gateways, also while nothing behind them is ready. */
  boolean throughGateway() {
    return reach == Reach.GATEWAY;
  }

  /** The way to an origin's workloads. It depends on the clusters' facts, never on readiness. */
  enum Reach {
    NONE,
    /** There is one, but mTLS fails on it: for what speaks plain text only. */
    UNVERIFIED,
    DIRECT,
    GATEWAY
  }
}
