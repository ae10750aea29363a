package dev.portolan.wire;

import dev.portolan.registry.Capacity;
import dev.portolan.registry.Capacity.LocalityCapacity;
import dev.portolan.registry.CapacityKey;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.ServiceKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Capacities of services. */
final class CapacityCodec {
  /** Together these keep a sum over all localities within an int. */
  private static final int MAX_LOCALITIES = 1000;

  private static final long MAX_ENDPOINTS = 1_000_000;

  private CapacityCodec() {}

  static dev.portolan.v1.Capacity.Builder encode(Capacity capacity) {
    ServiceKey service = capacity.key().service();
    dev.portolan.v1.Capacity.Builder message =
        dev.portolan.v1.Capacity.newBuilder()
            .setOrigin(service.origin().value())
            .setNamespace(service.namespace())
            .setService(service.name());
    for (LocalityCapacity part : capacity.localities()) {
      message
          .addLocalitiesBuilder()
          .setLocality(LocalityCodec.encode(part.locality()))
          .setMeshed(part.meshed())
          .setUnmeshed(part.unmeshed())
          .setAmbient(part.ambient());
    }
    return message;
  }

  static Optional<Capacity> decode(
      dev.portolan.v1.Capacity message, OriginRule origins, Violations at) {
    int before = at.count();
    Optional<OriginId> origin = origins.decode(message.getOrigin(), at);
    at.check("namespace", Names.labelProblem(message.getNamespace()));
    at.check("service", Names.labelProblem(message.getService()));
    TreeMap<Locality, LocalityCapacity> parts = new TreeMap<>();
    if (TextRules.within("localities", message.getLocalitiesCount(), MAX_LOCALITIES, at)) {
      for (int i = 0; i < message.getLocalitiesCount(); i++) {
        Violations nested = at.at("localities", i);
        part(message.getLocalities(i), nested)
            .filter(part -> parts.putIfAbsent(part.locality(), part) != null)
            .ifPresent(part -> nested.add("locality", "repeats an earlier element"));
      }
    }
    if (origin.isEmpty() || at.count() > before) {
      return Optional.empty();
    }
    ServiceKey service = new ServiceKey(origin.get(), message.getNamespace(), message.getService());
    return Optional.of(new Capacity(new CapacityKey(service), List.copyOf(parts.values())));
  }

  private static Optional<LocalityCapacity> part(
      dev.portolan.v1.LocalityCapacity message, Violations at) {
    int before = at.count();
    Locality locality = LocalityCodec.decode(message.getLocality(), at.at("locality"));
    checkCount("meshed", message.getMeshed(), at);
    checkCount("unmeshed", message.getUnmeshed(), at);
    if (message.getMeshed() == 0 && message.getUnmeshed() == 0) {
      at.add("has no ready endpoint; such localities are left out");
    }
    if (Integer.compareUnsigned(message.getAmbient(), message.getUnmeshed()) > 0) {
      at.add(
          "ambient",
          "is %s, but only %s are unmeshed"
              .formatted(
                  Integer.toUnsignedString(message.getAmbient()),
                  Integer.toUnsignedString(message.getUnmeshed())));
    }
    return at.count() > before
        ? Optional.empty()
        : Optional.of(
            new LocalityCapacity(
                locality, message.getMeshed(), message.getUnmeshed(), message.getAmbient()));
  }

  private static void checkCount(String field, int value, Violations at) {
    long count = Integer.toUnsignedLong(value);
    if (count > MAX_ENDPOINTS) {
      at.add(field, "is %d; at most %d are allowed".formatted(count, MAX_ENDPOINTS));
    }
  }
}
