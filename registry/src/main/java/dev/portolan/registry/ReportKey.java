package dev.portolan.registry;

/** Identity of a {@link ReportProgress}: its origin. */
public record ReportKey(OriginId origin) implements OriginKey {
  @Override
  public Kind kind() {
    return Kind.REPORT;
  }
}
