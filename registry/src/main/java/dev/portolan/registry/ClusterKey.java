package dev.portolan.registry;

import java.util.Optional;

/** Identity of a {@link Cluster}: its origin. */
public record ClusterKey(OriginId origin) implements ResourceKey {
  @Override
  public Kind kind() {
    return Kind.CLUSTER;
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
