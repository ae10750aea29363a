package dev.portolan.registry;

import java.util.Optional;

/**
 * Identity of a {@link Hold}: whose records are held, and whether somebody has decided to keep
 * them.
 */
public record HoldKey(OriginId origin, Hold.State state) implements ResourceKey {
  @Override
  public Kind kind() {
    return Kind.HOLD;
  }

  @Override
  public Optional<OriginId> owner() {
    return Optional.of(origin);
  }

  @Override
  public String path() {
    return origin.value() + '/' + state.word();
  }
}
