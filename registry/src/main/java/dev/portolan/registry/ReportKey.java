package dev.portolan.registry;

import java.util.Optional;

/** Identity of a {@link ReportProgress}: its origin. */
public record ReportKey(OriginId origin) implements ResourceKey {
  @Override
  public Kind kind() {
    return Kind.REPORT;
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
