package dev.portolan.translate;

import dev.portolan.federation.Destination;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.PlannedPort;
import dev.portolan.federation.Shards;
import dev.portolan.registry.HostMode;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntry;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryBuilder;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryLocation;
import io.fabric8.istio.api.api.networking.v1alpha3.ServiceEntryResolution;
import io.fabric8.istio.api.api.networking.v1alpha3.ServicePort;
import io.fabric8.istio.api.api.networking.v1alpha3.WorkloadEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ServiceEntry's part of a plan: host, ports, endpoints, identities. */
final class ServiceEntries {
  /**
   * What istiod or we ourselves read from an endpoint's labels; a pod's own values must not get
   * there.
   */
  private static final List<String> RESERVED =
      List.of(
          "portolan.dev/",
          "security.istio.io/",
          "networking.istio.io/",
          "topology.istio.io/",
          "topology.kubernetes.io/",
          "istio-locality");

  private static final Comparator<Destination> ORDER =
      Comparator.comparing(Destination::address)
          .thenComparing(destination -> destination.ports().toString())
          .thenComparing(Destination::origin);

  private ServiceEntries() {}

  /** One shard's: the same as the others' but for the endpoints. */
  static ServiceEntry spec(HostPlan plan, int shard) {
    return new ServiceEntryBuilder()
        .withHosts(plan.fqdn())
        .withLocation(
            plan.exterior().external()
                ? ServiceEntryLocation.MESH_EXTERNAL
                : ServiceEntryLocation.MESH_INTERNAL)
        .withResolution(ServiceEntryResolution.STATIC)
        .withExportTo("*")
        .withPorts(plan.ports().stream().map(ServiceEntries::port).toList())
        .withSubjectAltNames(List.copyOf(plan.identities()))
        .withEndpoints(
            plan.destinations().stream()
                .filter(each -> Shards.of(each, plan.form().shards()) == shard)
                .sorted(ORDER)
                .map(each -> endpoint(plan, each))
                .toList())
        .build();
  }

  private static ServicePort port(PlannedPort planned) {
    ServicePort port = new ServicePort();
    port.setName(planned.name());
    port.setNumber((long) planned.number());
    // Without a protocol the proxy sniffs.
    if (!planned.protocol().istioName().isEmpty()) {
      port.setProtocol(planned.protocol().istioName());
    }
    return port;
  }

  // Pods never have a network: in a flat network it would make istiod look for a gateway, and
  // gateways are resolved already (istio/istio#58612). Under a name that the cluster's own gateway
  // serves too, others' gateways have one that nobody else has: so that gateway, which shows its
  // own network's endpoints only, sends nobody on to them, and no connection goes in circles.
  private static WorkloadEntry endpoint(HostPlan plan, Destination destination) {
    WorkloadEntry endpoint = new WorkloadEntry();
    endpoint.setAddress(destination.address());
    endpoint.setPorts(targets(destination));
    if (destination.gateway() && plan.form().mode() != HostMode.GLOBAL) {
      endpoint.setNetwork(Marks.NETWORK_PREFIX + destination.origin().value());
    }
    endpoint.setLabels(labels(destination));
    String locality = destination.locality().toString();
    if (!locality.isEmpty()) {
      endpoint.setLocality(locality);
    }
    if (destination.weight() > 1) {
      endpoint.setWeight((long) destination.weight());
    }
    return endpoint;
  }

  // Every port, also where the target equals the service port: the endpoint can be read on its own,
  // and a
  // pod that changes its target changes no other line.
  private static Map<String, Long> targets(Destination destination) {
    Map<String, Long> targets = new TreeMap<>();
    destination.ports().forEach((name, target) -> targets.put(name, (long) target));
    return targets;
  }

  private static Map<String, String> labels(Destination destination) {
    Map<String, String> labels = new TreeMap<>(destination.labels());
    labels.keySet().removeIf(key -> RESERVED.stream().anyMatch(key::startsWith));
    labels.put(Marks.CLUSTER, destination.origin().value());
    if (destination.meshed()) {
      labels.put(Marks.TLS_MODE, "istio");
    }
    // A tier's endpoints carry the marks of all tiers up to it: the first mark that the client
    // lacks
    // decides how late the endpoint comes.
    for (int tier = 1; tier <= destination.tier(); tier++) {
      labels.put(Marks.tier(tier), "1");
    }
    return labels;
  }
}
