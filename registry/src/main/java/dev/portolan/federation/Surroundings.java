package dev.portolan.federation;

import dev.portolan.registry.HostKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * What a cluster has that decides in which form hosts can be written there. Immutable.
 *
 * @param namespaces that exist and accept objects
 * @param ambient namespaces whose workloads are in Istio's ambient mode
 * @param services the cluster's own Services; ours are not among them
 */
public record Surroundings(
    TreePSet<String> namespaces,
    TreePSet<String> ambient,
    TreePMap<HostKey, NativeService> services) {
  /** Nothing. */
  public static final Surroundings NONE = of(Set.of());

  /** Namespaces, none of them ambient, and no Services. */
  public static Surroundings of(Collection<String> namespaces) {
    return new Surroundings(
        TreePSet.from(namespaces), TreePSet.empty(), TreePMap.<HostKey, NativeService>empty());
  }

  /**
   * Hosts that may be decided anew because these surroundings became others.
   *
   * @param known hosts that there are
   */
  public Set<HostKey> touched(Surroundings after, Set<HostKey> known) {
    Set<HostKey> touched = new TreeSet<>();
    if (!ambient.equals(after.ambient)) {
      touched.addAll(known); // every client may be concerned
      return touched;
    }
    Set<String> differ = difference(namespaces, after.namespaces);
    if (!differ.isEmpty()) {
      known.stream().filter(host -> differ.contains(host.namespace())).forEach(touched::add);
    }
    if (services != after.services) {
      differing(services, after.services, touched);
      differing(after.services, services, touched);
    }
    return touched;
  }

  private static void differing(
      SortedMap<HostKey, NativeService> one,
      Map<HostKey, NativeService> other,
      Set<HostKey> touched) {
    one.forEach(
        (host, service) -> {
          if (!service.equals(other.get(host))) {
            touched.add(host);
          }
        });
  }

  private static Set<String> difference(Set<String> one, Set<String> other) {
    Set<String> difference = new HashSet<>();
    one.stream().filter(name -> !other.contains(name)).forEach(difference::add);
    other.stream().filter(name -> !one.contains(name)).forEach(difference::add);
    return difference;
  }
}
