package dev.portolan.federation;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.MeshTrust;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMesh.TrustRule;
import java.util.stream.Collectors;

/**
 * Takes out destinations where connections would certainly end in the handshake, because the meshes
 * of the two clusters do not trust each other's roots. What is not known of either changes nothing
 * (ADR 0059). Findings are about the cluster, not the host: all its hosts say the same, so they
 * show once.
 */
final class TrustGate {
  private static final int SHOWN_ROOTS = 3;

  private final Vantage vantage;
  private final VirtualMesh mesh;
  private final Cluster own;

  TrustGate(Vantage vantage, VirtualMesh mesh) {
    this.vantage = vantage;
    this.mesh = mesh;
    this.own = vantage.facts(vantage.cluster()).orElseThrow();
  }

  /** The contribution as it is to be used, with what is to be said about it. */
  Contribution passed(Contribution contribution, Cluster facts) {
    if (facts.origin().equals(vantage.cluster()) || !contribution.reachable()) {
      return contribution;
    }
    if (own.trust().refuses(facts.trust()) || facts.trust().refuses(own.trust())) {
      return mesh.trust() == TrustRule.ASSUME
          ? said(contribution, assumed(facts))
          : said(contribution, rootsDiffer(facts)).unverified();
    }
    return facts.refusesDomainOf(own) ? said(contribution, domainRefused(facts)) : contribution;
  }

  // Nobody asks for certificates where only plain text is spoken.
  private static Contribution said(Contribution contribution, Finding finding) {
    boolean concerned =
        contribution.throughGateway()
            || contribution.destinations().stream().anyMatch(Destination::meshed);
    return concerned ? contribution.noting(finding) : contribution;
  }

  private Finding rootsDiffer(Cluster facts) {
    return about(
        facts,
        FindingCode.ROOTS_DIFFER,
        ("%s, so mTLS between them fails at every connection, and what speaks it at %s is not used in"
                + " %s. Give both meshes certificates of one root, or add each other's root to their"
                + " caCertificates. If their workloads do not have their certificates from the root in"
                + " ConfigMap istio-ca-root-cert, but from SPIRE for example, say so by trust: assume"
                + " in the virtual mesh.")
            .formatted(refusal(facts), facts.origin(), own.origin()));
  }

  private Finding assumed(Cluster facts) {
    return about(
        facts,
        FindingCode.TRUST_ASSUMED,
        ("%s, for all that agents read; what speaks mTLS at %s is used in %s all the same, since the"
                + " virtual mesh says trust: assume.")
            .formatted(refusal(facts), facts.origin(), own.origin()));
  }

  private Finding domainRefused(Cluster facts) {
    return about(
        facts,
        FindingCode.TRUST_DOMAIN_REFUSED,
        ("The mesh of %s, of trust domain %s, does not list %s, the trust domain of %s, so its sidecars"
                + " refuse these callers unless its istiod has PILOT_SKIP_VALIDATE_TRUST_DOMAIN. Add %s"
                + " there to trustDomainAliases, or to the trustDomains of an entry of caCertificates.")
            .formatted(
                facts.origin(),
                facts.trustDomain(),
                own.trustDomain(),
                own.origin(),
                own.trustDomain()));
  }

  private String refusal(Cluster facts) {
    boolean ours = own.trust().refuses(facts.trust());
    boolean theirs = facts.trust().refuses(own.trust());
    String who =
        ours && theirs
            ? "neither accepts the other's certificates"
            : ours
                ? "%s accepts no certificate of %s".formatted(own.origin(), facts.origin())
                : "%s accepts no certificate of %s".formatted(facts.origin(), own.origin());
    return "%s (%s) and %s (%s) have different roots, and %s"
        .formatted(own.origin(), shown(own.trust()), facts.origin(), shown(facts.trust()), who);
  }

  private static String shown(MeshTrust trust) {
    String some =
        trust.roots().stream()
            .limit(SHOWN_ROOTS)
            .map(MeshTrust::shown)
            .collect(Collectors.joining(", "));
    int more = trust.roots().size() - SHOWN_ROOTS;
    return more > 0 ? some + " and %d more".formatted(more) : some;
  }

  private static Finding about(Cluster facts, FindingCode code, String message) {
    return new Finding(code, "cluster/" + facts.origin(), message);
  }
}
