package dev.portolan.agent.discovery.reduction;

import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedService.Family;
import dev.portolan.agent.discovery.objects.ObservedSlice;
import dev.portolan.agent.discovery.objects.ObservedSlice.Member;
import dev.portolan.agent.discovery.objects.ObservedSlice.Port;
import dev.portolan.registry.Endpoint.Health;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reduces EndpointSlices. Those of host names or of no service do not matter. */
final class SliceReduction {
  private static final String SERVICE_LABEL = "kubernetes.io/service-name";

  private SliceReduction() {}

  static Optional<ObservedSlice> reduce(ObjectRef ref, EndpointSlice slice)
      throws UnreadableObjectException {
    String service = ObjectReduction.labels(slice).getOrDefault(SERVICE_LABEL, "");
    String type = Text.orEmpty(slice.getAddressType());
    if (service.isEmpty() || type.equals("FQDN")) {
      return Optional.empty();
    }
    if (!type.equals("IPv4") && !type.equals("IPv6")) {
      throw new UnreadableObjectException(
          ref + ": addressType '" + type + "' is none of IPv4, IPv6, FQDN");
    }
    return Optional.of(
        new ObservedSlice(
            ref,
            ObjectRef.service(ref.namespace(), service),
            type.equals("IPv6") ? Family.IPV6 : Family.IPV4,
            Text.orEmpty(slice.getPorts()).stream().map(SliceReduction::port).toList(),
            Text.orEmpty(slice.getEndpoints()).stream()
                .map(endpoint -> member(ref, endpoint))
                .toList()));
  }

  private static Port port(EndpointPort port) {
    return new Port(
        Text.orEmpty(port.getName()),
        port.getPort() == null ? OptionalInt.empty() : OptionalInt.of(port.getPort()));
  }

  // Kubernetes lets consumers use the first address only.
  private static Member member(ObjectRef slice, Endpoint endpoint) {
    List<String> addresses = Text.orEmpty(endpoint.getAddresses());
    return new Member(
        addresses.isEmpty() ? "" : Text.orEmpty(addresses.get(0)),
        health(endpoint.getConditions()),
        pod(slice, endpoint.getTargetRef()),
        Text.orEmpty(endpoint.getNodeName()));
  }

  private static Health health(@Nullable EndpointConditions conditions) {
    if (conditions == null || !Boolean.FALSE.equals(conditions.getReady())) {
      return Health.READY;
    }
    return Boolean.TRUE.equals(conditions.getTerminating()) ? Health.TERMINATING : Health.NOT_READY;
  }

  private static Optional<ObjectRef> pod(ObjectRef slice, @Nullable ObjectReference target) {
    if (target == null || !"Pod".equals(target.getKind()) || target.getName() == null) {
      return Optional.empty();
    }
    String namespace = Text.orEmpty(target.getNamespace());
    return Optional.of(
        ObjectRef.pod(namespace.isEmpty() ? slice.namespace() : namespace, target.getName()));
  }
}
