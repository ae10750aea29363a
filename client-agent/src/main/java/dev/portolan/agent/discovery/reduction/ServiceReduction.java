package dev.portolan.agent.discovery.reduction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedGateway;
import dev.portolan.agent.discovery.objects.ObservedService;
import dev.portolan.agent.discovery.objects.ObservedService.Family;
import dev.portolan.agent.discovery.objects.ObservedService.Port;
import dev.portolan.registry.ExportRules;
import dev.portolan.registry.Sorted;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reduces Services, and recognises east-west gateways among them. */
final class ServiceReduction {
  static final String NETWORK_LABEL = "topology.istio.io/network";
  private static final String GATEWAY_PORT_LABEL = "networking.istio.io/gatewayPort";
  private static final String NODE_SELECTOR = "traffic.istio.io/nodeSelector";
  private static final int GATEWAY_PORT = 15443;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ServiceReduction() {}

  static ObservedService reduce(ObjectRef ref, Service service) throws UnreadableObjectException {
    ServiceSpec spec = service.getSpec() == null ? new ServiceSpec() : service.getSpec();
    return new ObservedService(
        ref,
        type(spec),
        Sorted.map(Text.orEmpty(spec.getSelector())),
        family(spec),
        "Local".equals(spec.getInternalTrafficPolicy()),
        Text.orEmpty(spec.getPorts()).stream().map(ServiceReduction::port).toList(),
        Sorted.map(ObjectReduction.labels(service)),
        ObjectReduction.created(ref, service),
        gateway(ref, service, spec),
        "true".equals(ObjectReduction.annotations(service).get(ExportRules.LABEL)));
  }

  private static ObservedService.Type type(ServiceSpec spec) {
    if ("ExternalName".equals(spec.getType())) {
      return ObservedService.Type.EXTERNAL_NAME;
    }
    return "None".equals(spec.getClusterIP())
        ? ObservedService.Type.HEADLESS
        : ObservedService.Type.VIRTUAL_IP;
  }

  private static Family family(ServiceSpec spec) {
    List<String> families = Text.orEmpty(spec.getIpFamilies());
    boolean six =
        families.isEmpty()
            ? Text.orEmpty(spec.getClusterIP()).contains(":")
            : "IPv6".equals(families.get(0));
    return six ? Family.IPV6 : Family.IPV4;
  }

  private static Port port(ServicePort port) {
    return new Port(
        Text.orEmpty(port.getName()),
        port.getPort() == null ? 0 : port.getPort(),
        port.getProtocol() == null ? "TCP" : port.getProtocol(),
        Text.orEmpty(port.getAppProtocol()),
        target(port));
  }

  // What is not said is the Service's own number; what is a text is the name of a pod's port.
  private static int target(ServicePort port) {
    IntOrString target = port.getTargetPort();
    if (target != null && target.getStrVal() != null) {
      return 0;
    }
    Integer number = target == null ? port.getPort() : target.getIntVal();
    return number == null ? 0 : number;
  }

  private static Optional<ObservedGateway> gateway(ObjectRef ref, Service service, ServiceSpec spec)
      throws UnreadableObjectException {
    Map<String, String> labels = ObjectReduction.labels(service);
    int port = gatewayPort(labels, spec);
    if (port == 0
        || !(labels.containsKey(NETWORK_LABEL) || "eastwestgateway".equals(labels.get("istio")))) {
      return Optional.empty();
    }
    return Optional.of(
        new ObservedGateway(
            labels.getOrDefault(NETWORK_LABEL, ""),
            port,
            nodePort(spec, port),
            ingress(service, LoadBalancerIngress::getIp),
            ingress(service, LoadBalancerIngress::getHostname),
            List.of(),
            Text.orEmpty(spec.getExternalIPs()),
            nodeSelector(ref, ObjectReduction.annotations(service).get(NODE_SELECTOR))));
  }

  /** Zero when the service has no port of a gateway. */
  private static int gatewayPort(Map<String, String> labels, ServiceSpec spec) {
    String label = labels.getOrDefault(GATEWAY_PORT_LABEL, "");
    if (label.matches("[1-9][0-9]{0,4}") && Integer.parseInt(label) <= 65535) {
      return Integer.parseInt(label);
    }
    return Text.orEmpty(spec.getPorts()).stream()
            .anyMatch(port -> Objects.equals(port.getPort(), GATEWAY_PORT))
        ? GATEWAY_PORT
        : 0;
  }

  private static int nodePort(ServiceSpec spec, int port) {
    return Text.orEmpty(spec.getPorts()).stream()
        .filter(candidate -> Objects.equals(candidate.getPort(), port))
        .filter(candidate -> candidate.getNodePort() != null)
        .mapToInt(ServicePort::getNodePort)
        .findFirst()
        .orElse(0);
  }

  private static List<String> ingress(Service service, Function<LoadBalancerIngress, String> part) {
    if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
      return List.of();
    }
    return Text.orEmpty(service.getStatus().getLoadBalancer().getIngress()).stream()
        .map(ingress -> Text.orEmpty(part.apply(ingress)))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static Optional<SortedMap<String, String>> nodeSelector(
      ObjectRef ref, @Nullable String annotation) throws UnreadableObjectException {
    if (annotation == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          JSON.readValue(annotation, new TypeReference<TreeMap<String, String>>() {}));
    } catch (JsonProcessingException e) {
      throw new UnreadableObjectException(
          ref + ": annotation " + NODE_SELECTOR + " is not a JSON object of labels");
    }
  }
}
