package dev.portolan.registry;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Some hosts: one, all of a namespace, or all.
 *
 * @param namespace a namespace, or {@code *}
 * @param name of the service, or {@code *}; {@code *} where the namespace is
 */
public record HostSelector(String namespace, String name) implements Comparable<HostSelector> {
  private static final String ANY = "*";

  /** All hosts. */
  public static final HostSelector ALL = new HostSelector(ANY, ANY);

  private static final Comparator<HostSelector> ORDER =
      Comparator.comparing(HostSelector::namespace).thenComparing(HostSelector::name);

  public HostSelector {
    if (!namespace.equals(ANY)) {
      Names.requireLabel("namespace", namespace);
    }
    if (!name.equals(ANY)) {
      Names.requireLabel("service name", name);
    }
    if (namespace.equals(ANY) && !name.equals(ANY)) {
      throw new IllegalArgumentException("*/" + name + " selects no set of hosts that is known");
    }
  }

  /** One host. */
  public static HostSelector of(HostKey host) {
    return new HostSelector(host.namespace(), host.name());
  }

  /** The selectors that select a host, the narrowest first. */
  static List<HostSelector> selecting(HostKey host) {
    return List.of(of(host), new HostSelector(host.namespace(), ANY), ALL);
  }

  /** Reads {@code <namespace>/<name>}, {@code <namespace>/*} or {@code *}. */
  public static Optional<HostSelector> parse(String text) {
    if (text.equals(ANY)) {
      return Optional.of(ALL);
    }
    String[] parts = text.split("/", -1);
    return parts.length == 2
            && Names.labelProblem(parts[0]).isEmpty()
            && (parts[1].equals(ANY) || Names.labelProblem(parts[1]).isEmpty())
        ? Optional.of(new HostSelector(parts[0], parts[1]))
        : Optional.empty();
  }

  /** The host, if it is only one. */
  public Optional<HostKey> host() {
    return name.equals(ANY) ? Optional.empty() : Optional.of(new HostKey(namespace, name));
  }

  public boolean selects(HostKey host) {
    return (namespace.equals(ANY) || namespace.equals(host.namespace()))
        && (name.equals(ANY) || name.equals(host.name()));
  }

  @Override
  public int compareTo(HostSelector other) {
    return ORDER.compare(this, other);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return namespace.equals(ANY) ? ANY : namespace + '/' + name;
  }
}
