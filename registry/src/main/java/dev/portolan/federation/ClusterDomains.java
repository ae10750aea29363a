package dev.portolan.federation;

import static dev.portolan.federation.Vantage.finding;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import java.util.ArrayList;
import java.util.List;

/**
 * One port has one SNI, and the SNI spells the exporter's cluster domain: all origins behind
 * gateways must share it. The first one decides, the others stay out.
 *
 * @param domain of the exporters behind gateways; empty when there are none
 * @param kept contributions that may stay, in the order given
 */
record ClusterDomains(String domain, List<Contribution> kept, List<Finding> findings) {

  /** Sorts out contributions given in order of precedence. */
  static ClusterDomains among(Vantage vantage, List<Contribution> contributions) {
    return among(vantage, contributions, "", "");
  }

  /** As {@link #among}, where connections carry the name that the own cluster has for the host. */
  static ClusterDomains asAtHome(Vantage vantage, List<Contribution> contributions) {
    return among(
        vantage, contributions, vantage.domain(vantage.cluster()), vantage.cluster().value());
  }

  private static ClusterDomains among(
      Vantage vantage, List<Contribution> contributions, String first, String firstDecider) {
    String domain = first;
    String decider = firstDecider;
    List<Contribution> kept = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (Contribution contribution : contributions) {
      OriginId origin = contribution.service().key().origin();
      String own = vantage.domain(origin);
      if (contribution.throughGateway() && domain.isEmpty()) {
        domain = own;
        decider = origin.value();
      }
      if (contribution.throughGateway() && !own.equals(domain)) {
        findings.add(
            finding(
                FindingCode.CLUSTER_DOMAIN_CONFLICT,
                contribution.service().key(),
                ("%s has cluster domain %s but %s, which decides, has %s; one host can"
                        + " name only one of them to the gateways, so %s is left out of it in %s. Export"
                        + " the service from clusters with equal domains, or under another name.")
                    .formatted(origin, own, decider, domain, origin, vantage.cluster())));
      } else {
        kept.add(contribution);
      }
    }
    return new ClusterDomains(domain, List.copyOf(kept), List.copyOf(findings));
  }
}
