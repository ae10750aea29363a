package dev.portolan.agent.discovery.conversion;

import dev.portolan.agent.discovery.objects.ClusterObjects;
import dev.portolan.agent.discovery.objects.NetworkView;
import dev.portolan.agent.discovery.objects.ObservedGateway;
import dev.portolan.agent.discovery.objects.ObservedPod;
import dev.portolan.agent.discovery.objects.ObservedService;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.IpAddress;
import dev.portolan.registry.OriginId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the addresses under which others reach an east-west gateway, and what it shows them. Pure.
 */
record GatewayConverter(OriginId origin, String network, ClusterObjects objects) {

  List<Gateway> convert(ObservedService service, List<Finding> findings) {
    ObservedGateway gateway = service.gateway().orElseThrow();
    if (leadsElsewhere(gateway)) {
      return List.of();
    }
    if (showsNothing(service)) {
      findings.add(
          new Finding(FindingCode.GATEWAY_SHOWS_NOTHING, subject(service), viewElsewhere()));
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    List<Gateway> found = addresses(gateway.ingressIps(), gateway.port(), problems);
    if (found.isEmpty()) {
      found = addresses(gateway.resolvedIps(), gateway.port(), problems);
    }
    if (found.isEmpty()) {
      found = addresses(gateway.externalIps(), gateway.port(), problems);
    }
    if (found.isEmpty() && gateway.nodePort() > 0) {
      found = addresses(nodeAddresses(gateway), gateway.nodePort(), problems);
    }
    if (found.isEmpty() && problems.isEmpty()) {
      problems.add(reason(gateway));
    }
    for (String problem : problems) {
      findings.add(new Finding(FindingCode.GATEWAY_WITHOUT_ADDRESS, subject(service), problem));
    }
    return found;
  }

  /** Whether one of its pods shows endpoints of every network; not, where that is not known. */
  boolean open(ObservedService service) {
    return !leadsElsewhere(service.gateway().orElseThrow())
        && objects.podsBehind(service.ref()).stream()
            .flatMap(pod -> pod.view().stream())
            .anyMatch(NetworkView::open);
  }

  // A gateway labelled for another network leads to other pods than ours.
  private boolean leadsElsewhere(ObservedGateway gateway) {
    return !gateway.network().isEmpty() && !network.isEmpty() && !gateway.network().equals(network);
  }

  // Only what is certain costs a gateway its place.
  private boolean showsNothing(ObservedService service) {
    List<ObservedPod> pods = objects.podsBehind(service.ref());
    return !pods.isEmpty()
        && pods.stream()
            .allMatch(pod -> pod.view().map(view -> !view.shows(network)).orElse(false));
  }

  private String viewElsewhere() {
    return ("the pods of the east-west gateway ask istiod for endpoints of other networks than %s"
            + " (ISTIO_META_REQUESTED_NETWORK_VIEW): it leads to none of this cluster's, so other"
            + " networks are not sent to it. Set the variable to %s")
        .formatted(network, network);
  }

  private static List<Gateway> addresses(List<String> texts, int port, List<String> problems) {
    List<Gateway> gateways = new ArrayList<>();
    for (String text : texts) {
      Optional<String> problem = IpAddress.endpointProblem(text);
      if (problem.isEmpty()) {
        gateways.add(new Gateway(text, port));
      } else {
        problems.add("an address of the east-west gateway is left out: " + problem.get());
      }
    }
    return gateways;
  }

  private List<String> nodeAddresses(ObservedGateway gateway) {
    if (gateway.nodeSelector().isEmpty()) {
      return List.of();
    }
    Map<String, String> wanted = gateway.nodeSelector().get();
    return objects.nodes().stream()
        .filter(node -> node.labels().entrySet().containsAll(wanted.entrySet()))
        .flatMap(node -> node.address().stream())
        .toList();
  }

  private static String reason(ObservedGateway gateway) {
    return gateway.ingressHostnames().isEmpty()
        ? "the east-west gateway has no load balancer address, no external IP and no annotated nodes: other networks cannot reach this cluster through it"
        : "the east-west gateway has only the host name %s, which has no known address: give it an IP address or external IPs"
            .formatted(gateway.ingressHostnames().get(0));
  }

  private String subject(ObservedService service) {
    return "service/%s/%s/%s".formatted(origin, service.ref().namespace(), service.ref().name());
  }
}
