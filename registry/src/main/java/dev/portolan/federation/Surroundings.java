package dev.portolan.federation;

import dev.portolan.registry.HostKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * What a cluster has that decides in which form hosts can be written there. Immutable.
 *
 * @param namespaces that exist and accept objects
 * @param ambient namespaces whose workloads are in Istio's ambient mode
 * @param services the cluster's own Services; ours are not among them
 * @param openGateways its east-west gateways that show endpoints of every network, {@code
 *     <namespace>/<name>}: what joins a Service of the cluster is shown there too
 */
public record Surroundings(
    TreePSet<String> namespaces,
    TreePSet<String> ambient,
    NativeServices services,
    TreePSet<String> openGateways) {
  /** Nothing. */
  public static final Surroundings NONE = of(Set.of());

  /** Surroundings of which no gateway is known to show too much. */
  public Surroundings(
      TreePSet<String> namespaces, TreePSet<String> ambient, NativeServices services) {
    this(namespaces, ambient, services, TreePSet.empty());
  }

  /** Namespaces, none of them ambient, and no Services. */
  public static Surroundings of(Collection<String> namespaces) {
    return new Surroundings(TreePSet.from(namespaces), TreePSet.empty(), NativeServices.NONE);
  }

  /** Namespaces of which there is something to say. */
  public SortedSet<String> spoken() {
    SortedSet<String> names = new TreeSet<>(namespaces);
    names.addAll(ambient);
    names.addAll(services.byNamespace().keySet());
    return names;
  }

  /** Whether there is the same to say of a namespace. */
  @SuppressWarnings("ReferenceEquality") // what was not touched is the same object
  public boolean sameIn(Surroundings other, String namespace) {
    return namespaces.contains(namespace) == other.namespaces.contains(namespace)
        && ambient.contains(namespace) == other.ambient.contains(namespace)
        && (services.in(namespace) == other.services.in(namespace)
            || services.in(namespace).equals(other.services.in(namespace)));
  }

  /** The same with something else to say of a namespace. */
  public Surroundings with(
      String namespace, boolean open, boolean inAmbient, TreePMap<String, NativeService> there) {
    return new Surroundings(
        open ? namespaces.plus(namespace) : namespaces.minus(namespace),
        inAmbient ? ambient.plus(namespace) : ambient.minus(namespace),
        services.with(namespace, there),
        openGateways);
  }

  /** The same with nothing to say of a namespace. */
  public Surroundings without(String namespace) {
    return with(namespace, false, false, TreePMap.empty());
  }

  /** The same with these gateways that show endpoints of every network. */
  public Surroundings withOpenGateways(TreePSet<String> gateways) {
    return new Surroundings(namespaces, ambient, services, gateways);
  }

  /**
   * Hosts that may be decided anew because these surroundings became others, at a cost of what is
   * not the same object in both.
   *
   * @param known hosts that there are
   */
  @SuppressWarnings("ReferenceEquality") // what was not touched is the same object
  public Set<HostKey> touched(Surroundings after, Set<HostKey> known) {
    Set<HostKey> touched = new TreeSet<>();
    if (!ambient.equals(after.ambient) || !openGateways.equals(after.openGateways)) {
      touched.addAll(known); // every client may be concerned, or every host
      return touched;
    }
    if (namespaces != after.namespaces) {
      Set<String> differ = difference(namespaces, after.namespaces);
      known.stream().filter(host -> differ.contains(host.namespace())).forEach(touched::add);
    }
    touched.addAll(services.difference(after.services));
    return touched;
  }

  /**
   * Hosts of this cluster's Services that share pods with those of some hosts, these themselves
   * among them: who may call the one may call the other.
   */
  public Set<HostKey> sharing(Collection<HostKey> hosts) {
    Set<HostKey> sharing = new TreeSet<>();
    for (HostKey host : hosts) {
      services
          .find(host)
          .map(NativeService::workloads)
          .filter(workloads -> !workloads.selector().isEmpty())
          .ifPresent(
              workloads ->
                  services
                      .in(host.namespace())
                      .forEach(
                          (name, other) -> {
                            if (other.workloads().sharesWith(workloads)) {
                              sharing.add(new HostKey(host.namespace(), name));
                            }
                          }));
    }
    return sharing;
  }

  private static Set<String> difference(Set<String> one, Set<String> other) {
    Set<String> difference = new HashSet<>();
    one.stream().filter(name -> !other.contains(name)).forEach(difference::add);
    other.stream().filter(name -> !one.contains(name)).forEach(difference::add);
    return difference;
  }
}
