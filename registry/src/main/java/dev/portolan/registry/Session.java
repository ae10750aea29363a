package dev.portolan.registry;

import java.util.Comparator;

/**
 * Who registered something: one life of a process, over however many connections.
 *
 * @param name RFC 1123 subdomain, no two processes of an origin have the same
 * @param incarnation above 0; grows with every start of the process
 */
public record Session(String name, long incarnation) implements Comparable<Session> {
  private static final Comparator<Session> ORDER =
      Comparator.comparingLong(Session::incarnation).thenComparing(Session::name);

  public Session {
    Names.requireSubdomain("session name", name);
    if (incarnation < 1) {
      throw new IllegalArgumentException(
          "incarnation %d of session %s is not above 0".formatted(incarnation, name));
    }
  }

  /** The one that has what both register comes last. */
  @Override
  public int compareTo(Session other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name + " since " + incarnation;
  }
}
