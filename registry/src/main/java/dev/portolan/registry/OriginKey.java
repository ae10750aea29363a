package dev.portolan.registry;

import java.util.Optional;

/** Identity of a record of which an origin has one: the origin itself. */
public sealed interface OriginKey extends ResourceKey permits ClusterKey, LivenessKey, ReportKey {
  OriginId origin();

  @Override
  default Optional<OriginId> owner() {
    return Optional.of(origin());
  }

  @Override
  default String path() {
    return origin().value();
  }
}
