package dev.portolan.registry;

import java.util.Comparator;

/** Identity of a global host: the services of all origins with this namespace and name. */
public record HostKey(String namespace, String name) implements Comparable<HostKey> {
  private static final Comparator<HostKey> ORDER =
      Comparator.comparing(HostKey::namespace).thenComparing(HostKey::name);

  public HostKey {
    Names.requireLabel("namespace", namespace);
    Names.requireLabel("service name", name);
  }

  /** The service of this host that one origin offers, if it does. */
  public ServiceKey at(OriginId origin) {
    return new ServiceKey(origin, namespace, name);
  }

  /** DNS name under a suffix such as {@code svc.clusterset.local}. */
  public String fqdn(String suffix) {
    return name + '.' + namespace + '.' + suffix;
  }

  @Override
  public int compareTo(HostKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + '/' + name;
  }
}
