package dev.portolan.registry;

/** Identity of a {@link Liveness}: its origin. */
public record LivenessKey(OriginId origin) implements OriginKey {
  @Override
  public Kind kind() {
    return Kind.LIVENESS;
  }
}
