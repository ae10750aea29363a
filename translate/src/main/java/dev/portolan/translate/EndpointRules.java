package dev.portolan.translate;

import dev.portolan.registry.IpAddress;
import dev.portolan.registry.Names;
import io.fabric8.istio.api.api.networking.v1alpha3.WorkloadEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The endpoints' share of {@link IstioRules}: Istio's validateWorkloadEntry under STATIC
 * resolution.
 */
final class EndpointRules {
  private static final int MAX_ENDPOINTS = 4096;
  private static final int MAX_LABELS = 256;
  private static final int MAX_PORTS = 128;
  private static final int MAX_PORT_NAME_CHARACTERS = 62;

  private EndpointRules() {}

  static void check(List<WorkloadEntry> endpoints, Set<String> ports, List<String> problems) {
    if (endpoints.size() > MAX_ENDPOINTS) {
      problems.add("ServiceEntry has " + endpoints.size() + " endpoints; at most " + MAX_ENDPOINTS);
    }
    List<String> places = new ArrayList<>();
    for (WorkloadEntry endpoint : endpoints) {
      check(endpoint, problems);
      endpoint
          .getPorts()
          .forEach(
              (name, target) -> {
                checkPort(endpoint, ports, name, target, problems);
                places.add(name + " at " + endpoint.getAddress() + ':' + target);
              });
    }
    IstioRules.duplicate(places)
        .ifPresent(
            place -> problems.add("two endpoints serve " + place + "; Envoy keeps the first only"));
  }

  private static void check(WorkloadEntry endpoint, List<String> problems) {
    String address = endpoint.getAddress();
    if (address == null || IpAddress.canonical(address).isEmpty()) {
      problems.add("endpoint address '" + address + "' is not an IP address");
    }
    // Without a gateway that istiod knows, such an endpoint makes Envoy reject all clusters'
    // endpoints.
    if (endpoint.getNetwork() != null && !endpoint.getNetwork().startsWith(Marks.NETWORK_PREFIX)) {
      problems.add("endpoint " + address + " names network " + endpoint.getNetwork());
    }
    if (endpoint.getWeight() != null && endpoint.getWeight() < 1) {
      problems.add("endpoint " + address + " has weight " + endpoint.getWeight());
    }
    if (endpoint.getLabels().size() > MAX_LABELS) {
      problems.add("endpoint " + address + " has " + endpoint.getLabels().size() + " labels");
    }
    endpoint
        .getLabels()
        .forEach(
            (key, value) ->
                IstioRules.checkLabel("endpoint " + address + " label", key, value, problems));
  }

  private static void checkPort(
      WorkloadEntry endpoint, Set<String> ports, String name, long target, List<String> problems) {
    if (!ports.contains(name)) {
      problems.add(
          "endpoint %s has port %s, which the ServiceEntry lacks"
              .formatted(endpoint.getAddress(), name));
    }
    if (endpoint.getPorts().size() > MAX_PORTS || name.length() > MAX_PORT_NAME_CHARACTERS) {
      problems.add(
          "endpoint %s has %d ports, one named %s; at most %d with names of at most %d characters"
              .formatted(
                  endpoint.getAddress(),
                  endpoint.getPorts().size(),
                  name,
                  MAX_PORTS,
                  MAX_PORT_NAME_CHARACTERS));
    }
    Names.portProblem(target)
        .ifPresent(
            problem ->
                problems.add(
                    "endpoint %s port %s %s".formatted(endpoint.getAddress(), name, problem)));
  }
}
