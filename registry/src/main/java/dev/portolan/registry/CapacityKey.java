package dev.portolan.registry;

import java.util.Optional;

/** Identity of a {@link Capacity}: its service. */
public record CapacityKey(ServiceKey service) implements ResourceKey {
  @Override
  public Kind kind() {
    return Kind.CAPACITY;
  }

  @Override
  public Optional<OriginId> owner() {
    return service.owner();
  }

  @Override
  public String path() {
    return service.path();
  }
}
