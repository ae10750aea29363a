package dev.portolan.source.eureka;

/**
 * Times of an instance's lease at one server, by that server's clock in milliseconds since 1970; 0
 * where nothing is said.
 *
 * @param registered when it was registered last; replication to another server makes another time
 * @param up when it was first seen up; registering anew does not change it
 * @param ends when it would be expired, if nothing kept the server from it
 */
public record Lease(long registered, long up, long ends) {
  /** Nothing is known. */
  public static final Lease UNKNOWN = new Lease(0, 0, 0);

  /**
   * Whether both are of one life of one server: one that has lost its registry, and another one,
   * have other times.
   */
  boolean ofOneLife(Lease other) {
    return (registered != 0 && registered == other.registered) || (up != 0 && up == other.up);
  }
}
