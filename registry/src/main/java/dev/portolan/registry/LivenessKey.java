package dev.portolan.registry;

import java.util.Optional;

/** Identity of a {@link Liveness}: its origin. */
public record LivenessKey(OriginId origin) implements ResourceKey {
  @Override
  public Kind kind() {
    return Kind.LIVENESS;
  }

  @Override
  public Optional<OriginId> owner() {
    return Optional.of(origin);
  }

  @Override
  public String path() {
    return origin.value();
  }
}
