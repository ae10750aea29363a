package dev.portolan.translate;

import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntry;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;

/** What a replica's Service must be so that istiod gives it the ServiceEntry's endpoints. */
final class StubServiceRules {
  private StubServiceRules() {}

  static void check(Service stub, HostObjects objects, List<String> problems) {
    ServiceEntry entry = objects.serviceEntry().getSpec();
    String name = stub.getMetadata().getName() + '.' + stub.getMetadata().getNamespace();
    if (!entry.getHosts().get(0).startsWith(name + ".svc.")) {
      problems.add("Service " + name + " is not what " + entry.getHosts() + " stands for");
    }
    if (!stub.getSpec().getSelector().isEmpty()) {
      problems.add("Service " + name + " has a selector; its endpoints are the others'");
    }
    List<String> offered =
        stub.getSpec().getPorts().stream()
            .map(port -> port.getName() + ' ' + port.getPort())
            .sorted()
            .toList();
    List<String> served =
        entry.getPorts().stream()
            .map(port -> port.getName() + ' ' + port.getNumber())
            .sorted()
            .toList();
    if (!offered.equals(served)) {
      problems.add(
          "Service " + name + " has ports " + offered + " and its ServiceEntry has " + served);
    }
  }
}
