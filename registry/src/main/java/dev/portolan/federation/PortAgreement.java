package dev.portolan.federation;

import static dev.portolan.federation.Vantage.finding;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ports of a global host, and whose service can stand behind them. The service that comes first
 * by {@link Service#PRECEDENCE} decides; the others must offer each of its ports, by number and
 * with the same protocol, or stay out as a whole: half a service would fail on the other half of
 * the connections. It depends on the services alone, so every cluster comes to the same agreement.
 *
 * @param ports of the deciding service without the unroutable ones; empty when none is routable
 * @param members whose services agree, the deciding one first
 */
record PortAgreement(List<ServicePort> ports, List<Service> members, List<Finding> findings) {

  /** Agrees on the ports of services that are sorted by precedence; at least one. */
  static PortAgreement among(List<Service> offers) {
    Service winner = offers.get(0);
    List<Finding> findings = new ArrayList<>();
    List<ServicePort> ports = new ArrayList<>();
    for (ServicePort port : winner.ports()) {
      if (port.protocol() == Protocol.UDP) {
        findings.add(notRoutable(winner, port));
      } else {
        ports.add(port);
      }
    }
    List<Service> members = new ArrayList<>();
    for (Service offer : offers) {
      List<Finding> objections = objections(winner, ports, offer);
      findings.addAll(objections);
      if (objections.isEmpty()) {
        members.add(offer);
        findings.addAll(extras(winner, ports, offer));
      }
    }
    return new PortAgreement(List.copyOf(ports), List.copyOf(members), List.copyOf(findings));
  }

  private static List<Finding> objections(Service winner, List<ServicePort> ports, Service offer) {
    List<Finding> objections = new ArrayList<>();
    for (ServicePort wanted : ports) {
      Optional<ServicePort> offered = offer.port(wanted.number());
      if (offered.isEmpty()) {
        objections.add(missing(winner, wanted, offer));
      } else if (offered.get().protocol() != wanted.protocol()) {
        objections.add(conflict(winner, wanted, offer, offered.get()));
      }
    }
    return objections;
  }

  private static Finding missing(Service winner, ServicePort wanted, Service offer) {
    return finding(
        FindingCode.PORT_MISSING,
        offer.key(),
        ("%s does not offer port %s, which the host has from %s (%s); %s is left out of the host."
                + " Add the port at %s or remove it at %s.")
            .formatted(
                offer.key().origin(),
                text(wanted),
                winner.key().origin(),
                reason(winner, offer),
                offer.key().origin(),
                offer.key().origin(),
                winner.key().origin()));
  }

  private static Finding conflict(
      Service winner, ServicePort wanted, Service offer, ServicePort offered) {
    return finding(
        FindingCode.PORT_CONFLICT,
        offer.key(),
        ("Port %d is %s at %s but %s at %s. %s decides, because %s; %s is left out of the host. Give"
                + " the port one protocol in both (appProtocol, or the prefix of its name).")
            .formatted(
                wanted.number(),
                protocol(offered),
                offer.key().origin(),
                protocol(wanted),
                winner.key().origin(),
                winner.key().origin(),
                reason(winner, offer),
                offer.key().origin()));
  }

  private static List<Finding> extras(Service winner, List<ServicePort> ports, Service offer) {
    return offer.ports().stream()
        .filter(port -> ports.stream().noneMatch(known -> known.number() == port.number()))
        // What the deciding service has as UDP too is said once, there.
        .filter(port -> port.protocol() != Protocol.UDP || !alsoUdp(winner, port))
        .map(
            port ->
                port.protocol() == Protocol.UDP
                    ? notRoutable(offer, port)
                    : ignored(winner, offer, port))
        .toList();
  }

  private static Finding notRoutable(Service service, ServicePort port) {
    return finding(
        FindingCode.PORT_NOT_ROUTABLE,
        service.key(),
        ("Port %d (%s) of %s is UDP, which the mesh does not route between clusters; it is left"
                + " out of the host. Serve it over TCP, or reach it by another way.")
            .formatted(port.number(), port.name(), service.key().origin()));
  }

  private static Finding ignored(Service winner, Service offer, ServicePort port) {
    return finding(
        FindingCode.PORT_IGNORED,
        offer.key(),
        ("Port %s of %s is not among the host's ports, which are those of %s (%s); the host does"
                + " not serve it. Add it at %s if clients need it.")
            .formatted(
                text(port),
                offer.key().origin(),
                winner.key().origin(),
                reason(winner, offer),
                winner.key().origin()));
  }

  private static boolean alsoUdp(Service winner, ServicePort port) {
    return winner.port(port.number()).filter(own -> own.protocol() == Protocol.UDP).isPresent();
  }

  /** Why the one comes before the other, in words. */
  private static String reason(Service winner, Service other) {
    if (winner.created().isEmpty()) {
      return "neither has a creation time and its name sorts first";
    }
    String created = "created " + winner.created().get();
    return other
        .created()
        .map(
            time ->
                time.equals(winner.created().get())
                    ? "both were " + created + " and its name sorts first"
                    : "it is older: %s, the other %s".formatted(created, time))
        .orElse("it was " + created + ", the other has no creation time");
  }

  private static String text(ServicePort port) {
    return "%d (%s, %s)".formatted(port.number(), port.name(), protocol(port));
  }

  private static String protocol(ServicePort port) {
    return port.protocol() == Protocol.AUTO ? "undeclared" : port.protocol().istioName();
  }
}
