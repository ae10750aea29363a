package dev.portolan.translate;

import dev.portolan.registry.Names;
import dev.portolan.registry.Protocol;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntry;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryLocation;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryResolution;
import io.fabric8.istio.api.api.networking.v1alpha3.ServicePort;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ServiceEntry's share of {@link IstioRules}: Istio's ValidateServiceEntry and the CRD's
 * schema.
 */
final class ServiceEntryRules {
  private static final int MAX_PORTS = 256;
  private static final int MAX_HOST_CHARACTERS = 256;
  private static final Set<String> PROTOCOLS =
      Arrays.stream(Protocol.values())
          .filter(protocol -> protocol != Protocol.AUTO && protocol != Protocol.UDP)
          .map(Protocol::istioName)
          .collect(Collectors.toSet());

  private ServiceEntryRules() {}

  static void check(ServiceEntry spec, List<String> problems) {
    checkHosts(spec, problems);
    checkPorts(spec.getPorts(), problems);
    checkKind(spec, problems);
    IstioRules.checkExportTo("ServiceEntry", spec.getExportTo(), problems);
    EndpointRules.check(
        spec.getEndpoints(),
        spec.getPorts().stream().map(ServicePort::getName).collect(Collectors.toSet()),
        problems);
    checkIdentities(spec.getSubjectAltNames(), problems);
  }

  // More than one host makes hosts times addresses services out of one object.
  private static void checkHosts(ServiceEntry spec, List<String> problems) {
    if (spec.getHosts().size() != 1) {
      problems.add("ServiceEntry has hosts " + spec.getHosts() + "; exactly one is safe");
      return;
    }
    String host = spec.getHosts().get(0);
    if (Names.subdomainProblem(host).isPresent() || host.length() > MAX_HOST_CHARACTERS) {
      problems.add("ServiceEntry host '" + host + "' is not a DNS name");
    } else if (!host.contains(".")) {
      problems.add("ServiceEntry host '" + host + "' is not fully qualified");
    }
  }

  private static void checkPorts(List<ServicePort> ports, List<String> problems) {
    if (ports.isEmpty() || ports.size() > MAX_PORTS) {
      problems.add("ServiceEntry has " + ports.size() + " ports; 1 to " + MAX_PORTS);
    }
    for (ServicePort port : ports) {
      Names.labelProblem(port.getName())
          .ifPresent(problem -> problems.add("ServiceEntry port name " + problem));
      Names.portProblem(port.getNumber())
          .ifPresent(
              problem -> problems.add("ServiceEntry port " + port.getName() + " " + problem));
      if (port.getProtocol() != null && !PROTOCOLS.contains(port.getProtocol())) {
        problems.add(
            "ServiceEntry port %s has protocol %s".formatted(port.getName(), port.getProtocol()));
      }
    }
    IstioRules.duplicate(ports.stream().map(ServicePort::getName).toList())
        .ifPresent(name -> problems.add("ServiceEntry has port name " + name + " twice"));
    IstioRules.duplicate(ports.stream().map(ServicePort::getNumber).toList())
        .ifPresent(number -> problems.add("ServiceEntry has port " + number + " twice"));
  }

  private static void checkKind(ServiceEntry spec, List<String> problems) {
    if (spec.getLocation() == null) {
      problems.add("ServiceEntry has no location: Istio would take it for MESH_EXTERNAL");
    }
    if (spec.getLocation() == ServiceEntryLocation.MESH_EXTERNAL
        && spec.getEndpoints().stream()
            .anyMatch(endpoint -> "istio".equals(endpoint.getLabels().get(Marks.TLS_MODE)))) {
      problems.add("ServiceEntry is MESH_EXTERNAL and has a mesh's endpoints: there is no mTLS");
    }
    // DNS together with failoverPriority makes istiod panic (istio/istio#61857).
    if (spec.getResolution() != ServiceEntryResolution.STATIC) {
      problems.add("ServiceEntry resolution is " + spec.getResolution() + ", not STATIC");
    }
    if (spec.getWorkloadSelector() != null) {
      problems.add("ServiceEntry has a workloadSelector; our endpoints are listed");
    }
    if (!spec.getAddresses().isEmpty()) {
      problems.add("ServiceEntry has addresses " + spec.getAddresses() + "; Istio allocates them");
    }
  }

  private static void checkIdentities(List<String> identities, List<String> problems) {
    IstioRules.duplicate(identities)
        .ifPresent(name -> problems.add("ServiceEntry has subjectAltName " + name + " twice"));
    identities.stream()
        .filter(identity -> !identity.startsWith("spiffe://"))
        .forEach(name -> problems.add("ServiceEntry subjectAltName " + name + " is no SPIFFE id"));
  }
}
