package dev.portolan.federation;

import static dev.portolan.federation.Vantage.finding;

import dev.portolan.federation.Contribution.Reach;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.ServicePort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether clients' proxies begin TLS for a host. Istio knows that of hosts only, so it is done
 * where everybody within reach takes TLS under one name; else those who do are left out, since to
 * speak plain text to them is no way out (ADR 0063). Decided by what is offered, never by what is
 * ready.
 *
 * @param name in the certificates that are demanded; empty where no TLS is begun
 * @param kept destinations that can be spoken to like this
 */
record TlsChoice(Optional<String> name, List<Destination> kept, List<Finding> findings) {

  /**
   * Decides for a host.
   *
   * @param joinsOwn the destinations join a Service of the cluster
   * @param ambient namespaces whose clients have no proxy that could begin TLS
   * @param offers what each origin adds, the deciding one first
   */
  static TlsChoice of(
      Vantage vantage,
      HostKey host,
      List<ServicePort> ports,
      boolean joinsOwn,
      Collection<String> ambient,
      List<Contribution> offers,
      List<Destination> destinations) {
    List<Contribution> reached = offers.stream().filter(each -> takesPart(vantage, each)).toList();
    Map<OriginId, String> names = new TreeMap<>();
    reached.forEach(
        each ->
            each.service()
                .tlsName()
                .ifPresent(name -> names.put(each.service().key().origin(), name)));
    Optional<String> first =
        reached.stream().flatMap(each -> each.service().tlsName().stream()).findFirst();
    Optional<String> obstacle = obstacle(ports, joinsOwn, ambient, reached);
    Optional<String> name = obstacle.isPresent() ? Optional.empty() : first;
    List<Destination> kept = new ArrayList<>();
    Map<OriginId, Long> left = new TreeMap<>();
    for (Destination each : destinations) {
      boolean fits =
          name.isEmpty()
              ? each.meshMode() != MeshMode.TLS
              : each.meshMode() == MeshMode.TLS && name.get().equals(names.get(each.origin()));
      if (fits) {
        kept.add(each);
      } else {
        left.merge(each.origin(), 1L, Long::sum);
      }
    }
    List<Finding> findings = new ArrayList<>();
    left.forEach(
        (origin, count) ->
            findings.add(
                finding(
                    FindingCode.TLS_NOT_BEGUN,
                    host.at(origin),
                    "%d ready endpoints of %s are left out of the host in %s, %s"
                        .formatted(
                            count,
                            origin,
                            vantage.cluster(),
                            why(obstacle, name, Optional.ofNullable(names.get(origin)))))));
    return new TlsChoice(name, List.copyOf(kept), List.copyOf(findings));
  }

  // Where certificates are refused, what is reached directly may still speak plain text; behind a
  // gateway nothing does.
  private static boolean takesPart(Vantage vantage, Contribution offer) {
    return offer.reachable()
        || (offer.reach() == Reach.UNVERIFIED
            && vantage.reachesDirectly(offer.service().key().origin()));
  }

  private static String why(
      Optional<String> obstacle, Optional<String> name, Optional<String> own) {
    if (own.isEmpty()) {
      return "because they take TLS, but their service does not say under which name. Report the service again.";
    }
    if (obstacle.isPresent()) {
      return "because they take TLS (as %s), and proxies do not begin it for this host: %s"
          .formatted(own.get(), obstacle.get());
    }
    return own.equals(name)
        ? "because they take no TLS, although their service does. Give all of its endpoints a certificate."
        : "because they take TLS as %s, and others of the host do as %s; proxies demand one name of all. Give all of them certificates for one name, or the service another name."
            .formatted(own.get(), name.orElse(""));
  }

  private static Optional<String> obstacle(
      List<ServicePort> ports,
      boolean joinsOwn,
      Collection<String> ambient,
      List<Contribution> reached) {
    if (joinsOwn) {
      return Optional.of(
          "the host joins a Service of the cluster, to whose own endpoints proxies would speak TLS too. Choose mode global for the host.");
    }
    Optional<OriginId> plain =
        reached.stream()
            .filter(each -> each.service().tlsName().isEmpty())
            .map(each -> each.service().key().origin())
            .findFirst();
    if (plain.isPresent()) {
      return Optional.of(
          "%s offers it too, without TLS of that kind. Give one of the services another name."
              .formatted(plain.get()));
    }
    if (!ambient.isEmpty()) {
      return Optional.of(
          "clients in ambient namespaces (%s) would send plain text. Give them sidecars."
              .formatted(ambient.stream().sorted().collect(Collectors.joining(", "))));
    }
    return ports.stream()
        .filter(port -> port.protocol() == Protocol.HTTPS || port.protocol() == Protocol.TLS)
        .map(
            port ->
                "on port %d clients bring TLS themselves (%s). Say what is inside the TLS (mapping.protocol)."
                    .formatted(port.number(), port.protocol()))
        .findFirst();
  }
}
