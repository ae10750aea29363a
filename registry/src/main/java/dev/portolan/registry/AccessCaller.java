package dev.portolan.registry;

import java.util.Comparator;
import java.util.Optional;

/**
 * Workloads that call: those of a cluster, of a namespace, or of one service account.
 *
 * @param cluster a member of the virtual mesh; empty: every member
 * @param namespace empty: every namespace
 * @param account a service account of the namespace; empty: every one
 */
public record AccessCaller(
    Optional<OriginId> cluster, Optional<String> namespace, Optional<String> account)
    implements Comparable<AccessCaller> {
  private static final Comparator<AccessCaller> ORDER =
      Comparator.<AccessCaller, String>comparing(
              caller -> caller.cluster.map(OriginId::value).orElse(""))
          .thenComparing(caller -> caller.namespace.orElse(""))
          .thenComparing(caller -> caller.account.orElse(""));

  public AccessCaller {
    namespace.ifPresent(name -> Names.requireLabel("namespace", name));
    account.ifPresent(name -> Names.requireSubdomain("service account", name));
    if (account.isPresent() && namespace.isEmpty()) {
      throw new IllegalArgumentException(
          "service account " + account.get() + " of no namespace; every namespace has its own");
    }
  }

  /** Whether whoever is the other one at a cluster is this one, too. */
  public boolean covers(AccessCaller other, OriginId at) {
    return cluster.map(at::equals).orElse(true)
        && (namespace.isEmpty() || namespace.equals(other.namespace))
        && (account.isEmpty() || account.equals(other.account));
  }

  @Override
  public int compareTo(AccessCaller other) {
    return ORDER.compare(this, other);
  }

  /** {@code <cluster>/<namespace>/<account>}, with a star for what is not said. */
  @Override
  public String toString() {
    return "%s/%s/%s"
        .formatted(
            cluster.map(OriginId::value).orElse("*"), namespace.orElse("*"), account.orElse("*"));
  }
}
