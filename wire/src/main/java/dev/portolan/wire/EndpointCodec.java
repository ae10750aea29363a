package dev.portolan.wire;

import dev.portolan.registry.Endpoint;
import dev.portolan.registry.IpAddress;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Names;
import dev.portolan.registry.Shared;
import dev.portolan.registry.Sorted;
import java.util.Optional;

/** Endpoints. */
final class EndpointCodec {
  private EndpointCodec() {}

  static dev.portolan.v1.Endpoint encode(Endpoint endpoint) {
    dev.portolan.v1.Endpoint.Builder message =
        dev.portolan.v1.Endpoint.newBuilder()
            .setAddress(endpoint.address())
            .setHealth(EnumCodec.encode(endpoint.health()))
            .setMeshMode(EnumCodec.encode(endpoint.meshMode()))
            .setServiceAccount(endpoint.serviceAccount())
            .putAllLabels(endpoint.labels());
    if (!endpoint.locality().equals(Locality.UNKNOWN)) {
      message.setLocality(LocalityCodec.encode(endpoint.locality()));
    }
    if (endpoint.weight() > 1) {
      message.setWeight(endpoint.weight());
    }
    return message.build();
  }

  static Optional<Endpoint> decode(dev.portolan.v1.Endpoint message, Violations at) {
    int before = at.count();
    at.check("address", IpAddress.endpointProblem(message.getAddress()));
    Endpoint.Health health = EnumCodec.decode(message.getHealth(), message.getHealthValue(), at);
    Endpoint.MeshMode mode =
        EnumCodec.decode(message.getMeshMode(), message.getMeshModeValue(), at);
    Locality locality = LocalityCodec.decode(message.getLocality(), at.at("locality"));
    if (!message.getServiceAccount().isEmpty()) {
      at.check("service_account", Names.subdomainProblem(message.getServiceAccount()));
    }
    long weight = Integer.toUnsignedLong(message.getWeight());
    if (weight > Endpoint.MAX_WEIGHT) {
      at.add("weight", "is %d; at most %d is allowed".formatted(weight, Endpoint.MAX_WEIGHT));
    }
    TextRules.checkLabels("labels", message.getLabelsMap(), Endpoint.MAX_LABELS, at);
    return at.count() > before
        ? Optional.empty()
        : Optional.of(
            new Endpoint(
                message.getAddress(),
                health,
                mode,
                locality,
                Shared.value(message.getServiceAccount()),
                Sorted.map(message.getLabelsMap()),
                Math.max(1, (int) weight)));
  }
}
