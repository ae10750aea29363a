package dev.portolan.federation;

import dev.portolan.registry.HostKey;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.pcollections.TreePMap;

/**
 * A cluster's own Services, by the hosts that they have at home. Immutable; a change shares every
 * namespace that it does not touch, so that a difference costs the namespaces that differ.
 */
public record NativeServices(TreePMap<String, TreePMap<String, NativeService>> byNamespace) {
  /** None. */
  public static final NativeServices NONE = new NativeServices(TreePMap.empty());

  /** How many; at a cost of one step a namespace. */
  public int size() {
    return byNamespace.values().stream().mapToInt(TreePMap::size).sum();
  }

  /** Those of a namespace, by name. */
  public TreePMap<String, NativeService> in(String namespace) {
    return in(byNamespace, namespace);
  }

  /** The Service that has a host's name at home, if there is one. */
  public Optional<NativeService> find(HostKey host) {
    return Optional.ofNullable(in(byNamespace, host.namespace()).get(host.name()));
  }

  /** The same with another Service, or none, for a host; the same object if that is so already. */
  public NativeServices with(HostKey host, Optional<NativeService> service) {
    if (service.equals(find(host))) {
      return this;
    }
    TreePMap<String, NativeService> before = in(byNamespace, host.namespace());
    TreePMap<String, NativeService> after =
        service.isPresent() ? before.plus(host.name(), service.get()) : before.minus(host.name());
    return with(host.namespace(), after);
  }

  /** The same with these in a namespace instead of those that were there. */
  NativeServices with(String namespace, TreePMap<String, NativeService> services) {
    return new NativeServices(
        services.isEmpty() ? byNamespace.minus(namespace) : byNamespace.plus(namespace, services));
  }

  /** Hosts whose Services are not the same in both. */
  @SuppressWarnings("ReferenceEquality") // what was not touched is the same object
  Set<HostKey> difference(NativeServices other) {
    Set<HostKey> differ = new TreeSet<>();
    if (byNamespace != other.byNamespace) {
      collect(byNamespace, other.byNamespace, differ);
      collect(other.byNamespace, byNamespace, differ);
    }
    return differ;
  }

  @SuppressWarnings("ReferenceEquality") // what was not touched is the same object
  private static void collect(
      SortedMap<String, TreePMap<String, NativeService>> ones,
      SortedMap<String, TreePMap<String, NativeService>> others,
      Set<HostKey> differ) {
    ones.forEach(
        (namespace, one) -> {
          TreePMap<String, NativeService> other = in(others, namespace);
          if (one != other) {
            one.forEach(
                (name, service) -> {
                  if (!service.equals(other.get(name))) {
                    differ.add(new HostKey(namespace, name));
                  }
                });
          }
        });
  }

  private static TreePMap<String, NativeService> in(
      SortedMap<String, TreePMap<String, NativeService>> services, String namespace) {
    TreePMap<String, NativeService> found = services.get(namespace);
    return found == null ? TreePMap.empty() : found;
  }
}
