package dev.portolan.registry;

/**
 * Name of whoever publishes services: a cluster or a source.
 *
 * @param value RFC 1123 label
 */
public record OriginId(String value) implements Comparable<OriginId> {
  public OriginId {
    Names.requireLabel("origin", value);
  }

  @Override
  public int compareTo(OriginId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
