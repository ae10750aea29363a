package dev.portolan.agent.discovery.conversion;

import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedNamespace;
import dev.portolan.agent.discovery.objects.ObservedService;
import dev.portolan.agent.discovery.objects.ObservedService.Port;
import dev.portolan.registry.Names;
import dev.portolan.registry.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which services are passed over without a word, and which cannot be records. Pure. */
public final class ServiceRules {
  private static final Set<String> SYSTEM_NAMESPACES =
      Set.of(ObservedNamespace.SYSTEM, "kube-public", "kube-node-lease");
  private static final ObjectRef API_SERVER = ObjectRef.service("default", "kubernetes");

  private ServiceRules() {}

  /** Part of every cluster's own machinery, which nobody expects to be offered to others. */
  static boolean internal(ObservedService service) {
    return SYSTEM_NAMESPACES.contains(service.ref().namespace())
        || service.ref().equals(API_SERVER)
        || service.gateway().isPresent();
  }

  /**
   * Everything that keeps a service from being a record, or nothing. Kubernetes allows none of it.
   */
  public static Optional<String> problem(ObservedService service) {
    List<String> problems = new ArrayList<>();
    Names.labelProblem(service.ref().namespace())
        .ifPresent(problem -> problems.add("namespace " + problem));
    Names.labelProblem(service.ref().name()).ifPresent(problem -> problems.add("name " + problem));
    if (service.ports().size() > Service.MAX_PORTS) {
      problems.add(
          "%d ports; at most %d are allowed".formatted(service.ports().size(), Service.MAX_PORTS));
    } else {
      checkPorts(service.ports(), problems);
    }
    if (service.labels().size() > Service.MAX_LABELS) {
      problems.add(
          "%d labels; at most %d are allowed"
              .formatted(service.labels().size(), Service.MAX_LABELS));
    }
    service
        .labels()
        .forEach(
            (key, value) ->
                Names.labelKeyProblem(key)
                    .or(() -> Names.labelValueProblem(value))
                    .ifPresent(problem -> problems.add("label " + problem)));
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", problems.subList(0, Math.min(5, problems.size()))));
  }

  private static void checkPorts(List<Port> ports, List<String> problems) {
    Set<String> seen = new HashSet<>();
    for (Port port : ports) {
      Names.portProblem(port.number())
          .ifPresent(problem -> problems.add("port '" + port.name() + "' " + problem));
      if (!port.name().isEmpty()) {
        Names.labelProblem(port.name()).ifPresent(problem -> problems.add("port name " + problem));
      }
      if (!seen.add(port.name())) {
        problems.add("two ports named '" + port.name() + "'");
      }
      if (!seen.add(port.number() + "/" + port.transport())) {
        problems.add("two ports " + port.number() + "/" + port.transport());
      }
    }
  }
}
