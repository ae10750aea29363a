package dev.portolan.wire;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.Shared;
import dev.portolan.registry.SliceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Endpoint slices. */
final class SliceCodec {
  private SliceCodec() {}

  static dev.portolan.v1.EndpointSlice.Builder encode(EndpointSlice slice) {
    ServiceKey service = slice.key().service();
    dev.portolan.v1.EndpointSlice.Builder message =
        dev.portolan.v1.EndpointSlice.newBuilder()
            .setOrigin(service.origin().value())
            .setNamespace(service.namespace())
            .setService(service.name())
            .setName(slice.key().name())
            .putAllPorts(slice.ports());
    slice.endpoints().forEach(endpoint -> message.addEndpoints(EndpointCodec.encode(endpoint)));
    return message;
  }

  static Optional<EndpointSlice> decode(
      dev.portolan.v1.EndpointSlice message, OriginRule origins, Violations at) {
    int before = at.count();
    Optional<OriginId> origin = origins.decode(message.getOrigin(), at);
    at.check("namespace", Names.labelProblem(message.getNamespace()));
    at.check("service", Names.labelProblem(message.getService()));
    at.check("name", Names.subdomainProblem(message.getName()));
    checkPorts(message.getPortsMap(), at);
    List<Endpoint> endpoints = endpoints(message.getEndpointsList(), at);
    if (origin.isEmpty() || at.count() > before) {
      return Optional.empty();
    }
    // Equal to that of the service, which was most probably decoded a moment ago.
    ServiceKey service =
        Shared.value(
            new ServiceKey(
                origin.get(), Shared.value(message.getNamespace()), message.getService()));
    return Optional.of(
        new EndpointSlice(
            new SliceKey(service, message.getName()), ports(message.getPortsMap()), endpoints));
  }

  private static SortedMap<String, Integer> ports(Map<String, Integer> ports) {
    SortedMap<String, Integer> named = new TreeMap<>();
    ports.forEach((name, number) -> named.put(Shared.value(name), number));
    return named;
  }

  private static void checkPorts(Map<String, Integer> ports, Violations at) {
    if (TextRules.within("ports", ports.size(), EndpointSlice.MAX_PORTS, at)) {
      ports.forEach(
          (name, number) -> {
            Optional<String> badName = Names.labelProblem(name);
            Optional<String> badNumber = Names.portProblem(Integer.toUnsignedLong(number));
            if (badName.isPresent()) {
              at.add("ports", "key " + badName.get());
            } else if (badNumber.isPresent()) {
              at.add("ports[" + name + ']', badNumber.get());
            }
          });
    }
  }

  private static List<Endpoint> endpoints(List<dev.portolan.v1.Endpoint> messages, Violations at) {
    List<Endpoint> endpoints = new ArrayList<>();
    if (!TextRules.within("endpoints", messages.size(), EndpointSlice.MAX_ENDPOINTS, at)) {
      return endpoints;
    }
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      Violations nested = at.at("endpoints", i);
      Optional<Endpoint> endpoint = EndpointCodec.decode(messages.get(i), nested);
      if (endpoint.isPresent()) {
        // Compared in canonical form: two spellings of one IPv6 address are one address.
        Integer earlier = seen.putIfAbsent(endpoint.get().address(), i);
        if (earlier != null) {
          nested.add("address", "is the same as that of endpoints[%d]".formatted(earlier));
        }
        endpoints.add(endpoint.get());
      }
    }
    return endpoints;
  }
}
