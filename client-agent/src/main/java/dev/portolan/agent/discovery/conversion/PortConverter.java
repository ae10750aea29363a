package dev.portolan.agent.discovery.conversion;

import dev.portolan.agent.discovery.objects.ObservedService;
import dev.portolan.agent.discovery.objects.ObservedService.Port;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Ports of a valid service: protocol, and a name for those that have none. */
final class PortConverter {
  private PortConverter() {}

  static List<ConvertedPort> convert(ObservedService service, ServiceFindings findings) {
    Set<String> names = service.ports().stream().map(Port::name).collect(Collectors.toSet());
    List<ConvertedPort> converted = new ArrayList<>();
    for (Port port : service.ports()) {
      if (routable(service, port, findings)) {
        Protocol protocol = ProtocolRules.of(port);
        String name = port.name().isEmpty() ? nameFor(port, protocol, names) : port.name();
        converted.add(
            new ConvertedPort(port.name(), new ServicePort(name, port.number(), protocol)));
      }
    }
    return converted;
  }

  private static boolean routable(ObservedService service, Port port, ServiceFindings findings) {
    boolean shadowed =
        port.transport().equals("UDP")
            && service.ports().stream()
                .anyMatch(
                    other -> other.number() == port.number() && other.transport().equals("TCP"));
    if (shadowed) {
      findings.add(
          FindingCode.PORT_SKIPPED,
          "UDP port %d is left out: TCP has the same number, and only TCP is routed between clusters"
              .formatted(port.number()));
      return false;
    }
    if (!port.transport().equals("TCP") && !port.transport().equals("UDP")) {
      findings.add(
          FindingCode.PORT_SKIPPED,
          "port %d is left out: the mesh does not route %s"
              .formatted(port.number(), port.transport()));
      return false;
    }
    return true;
  }

  private static String nameFor(Port port, Protocol protocol, Set<String> taken) {
    String prefix =
        protocol == Protocol.AUTO ? "port" : protocol.istioName().toLowerCase(Locale.ROOT);
    String name = prefix + "-" + port.number();
    // Kubernetes lets a Service with several ports leave none unnamed, so this is for bad input.
    while (taken.contains(name)) {
      name += "-x";
    }
    return name;
  }
}
