package dev.portolan.it.apply;

import dev.portolan.agent.apply.DesiredHost;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.registry.HostKey;
import dev.portolan.translate.CanonicalYaml;
import dev.portolan.translate.Marks;
import io.fabric8.istio.api.api.networking.v1alpha3.WorkloadEntryBuilder;
import io.fabric8.istio.api.networking.v1.DestinationRule;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Objects as the translator writes them, small. */
final class Hosts {
  private Hosts() {}

  static DesiredHost none(String namespace, String name) {
    return host(namespace, name);
  }

  static DesiredHost host(String namespace, String name, HasMetadata... objects) {
    return new DesiredHost(
        new HostKey(namespace, name),
        Arrays.stream(objects).map(object -> DesiredObject.of(object, "", Set.of())).toList(),
        Set.of(),
        true);
  }

  static ServiceEntry entry(String namespace, String name, String... addresses) {
    ServiceEntry entry =
        Serialization.unmarshal(
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            spec:
              hosts: [%s.%s.svc.clusterset.local]
              exportTo: ["*"]
              location: MESH_INTERNAL
              resolution: STATIC
              ports: [{name: http, number: 80, protocol: HTTP}]
            """
                .formatted(name, namespace),
            ServiceEntry.class);
    entry
        .getSpec()
        .setEndpoints(
            Arrays.stream(addresses)
                .map(
                    address ->
                        new WorkloadEntryBuilder()
                            .withAddress(address)
                            .withPorts(Map.of("http", 8080L))
                            .withWeight(3L)
                            .withLabels(Map.of(Marks.CLUSTER, "east"))
                            .build())
                .toList());
    return marked(entry, namespace, name, "1");
  }

  static DestinationRule rule(String namespace, String name) {
    return marked(
        Serialization.unmarshal(
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            spec:
              host: %s.%s.svc.clusterset.local
              trafficPolicy:
                outlierDetection: {consecutive5xxErrors: 3, interval: 5s, baseEjectionTime: 10s}
            """
                .formatted(name, namespace),
            DestinationRule.class),
        namespace,
        name,
        "1");
  }

  /** The same object as planned at a later revision. */
  static <T extends HasMetadata> T at(T object, String sequence) {
    return marked(
        object, object.getMetadata().getNamespace(), object.getMetadata().getName(), sequence);
  }

  private static <T extends HasMetadata> T marked(
      T object, String namespace, String name, String sequence) {
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(name)
            .addToLabels(Marks.MANAGED_BY, Marks.MANAGED_BY_AGENT)
            .addToLabels(Marks.VIRTUAL_MESH, "shop")
            .addToAnnotations(Marks.SPEC_HASH, CanonicalYaml.specHash(object))
            .addToAnnotations(Marks.REVISION, "00000000000000aa." + sequence)
            .build());
    return object;
  }

  static List<String> addresses(ServiceEntry entry) {
    return entry.getSpec().getEndpoints().stream().map(endpoint -> endpoint.getAddress()).toList();
  }
}
