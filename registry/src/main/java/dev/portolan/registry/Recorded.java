package dev.portolan.registry;

/** A record with its place in history. */
public record Recorded<R extends Resource>(R resource, Provenance provenance) {

  /** A record that no hub has seen, such as an agent's own. */
  public static <R extends Resource> Recorded<R> local(R resource) {
    return new Recorded<>(resource, Provenance.LOCAL);
  }

  public ResourceKey key() {
    return resource.key();
  }

  /**
   * The same, with its type known.
   *
   * @throws ClassCastException if the resource is of another type
   */
  @SuppressWarnings("unchecked") // checked by the cast of the only value of type R
  public <T extends Resource> Recorded<T> as(Class<T> type) {
    if (!type.isInstance(resource)) {
      throw new ClassCastException(key() + " is no " + type.getSimpleName());
    }
    return (Recorded<T>) this;
  }
}
