package dev.portolan.registry;

/** Identity of a {@link Cluster}: its origin. */
public record ClusterKey(OriginId origin) implements OriginKey {
  @Override
  public Kind kind() {
    return Kind.CLUSTER;
  }
}
