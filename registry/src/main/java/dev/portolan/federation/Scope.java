package dev.portolan.federation;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What one subscriber may see. Clusters of one virtual mesh on one network have the same scope and
 * get the same bytes; for that a scope contains the subscriber's own records too, which it leaves
 * aside.
 *
 * @param mesh name of the virtual mesh, empty for a subscriber that is in none and sees nothing
 * @param network the subscriber's network; a cluster that names none is on a network of its own,
 *     {@code cluster:<origin>}, which no label value can spell
 * @param namespaces that it imports; empty where it imports all
 */
public record Scope(String mesh, String network, Optional<SortedSet<String>> namespaces) {
  /** Sees nothing. */
  public static final Scope NOTHING = new Scope("", "");

  /** Sees whatever is exported. */
  public Scope(String mesh, String network) {
    this(mesh, network, Optional.empty());
  }

  /** The scope of a subscriber in a snapshot. */
  public static Scope of(RegistrySnapshot snapshot, OriginId subscriber) {
    return snapshot
        .meshOf(subscriber)
        .map(
            mesh ->
                new Scope(
                    mesh.key().name(),
                    networkOf(snapshot, subscriber),
                    mesh.imports().of(subscriber)))
        .orElse(NOTHING);
  }

  /** Whether the subscriber sees what is exported of a namespace. */
  boolean imports(String namespace) {
    return namespaces.isEmpty() || namespaces.get().contains(namespace);
  }

  /** The network that an origin's pods are on. */
  static String networkOf(RegistrySnapshot snapshot, OriginId origin) {
    String network = snapshot.cluster(origin).map(Cluster::network).orElse("");
    return network.isEmpty() ? "cluster:" + origin.value() : network;
  }

  /** Whether pods on a network reach an origin's endpoints without a gateway. */
  static boolean direct(RegistrySnapshot snapshot, String network, OriginId origin) {
    return networkOf(snapshot, origin).equals(network)
        || snapshot
            .cluster(origin)
            .flatMap(Cluster::source)
            .filter(source -> source.reachableFrom(network))
            .isPresent();
  }
}
