package dev.portolan.agent.view;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to believe of a received snapshot. A hub that lost its store begins a new epoch and knows
 * nothing; what it does not mention is not gone (ADR 0009). Pure.
 */
final class Retention {
  private Retention() {}

  /**
   * The received snapshot, completed by what was believed before of silent members. Where the
   * virtual mesh is forgotten, everything that was believed is kept, the rules included.
   *
   * @param placed the hub knows the cluster's network
   */
  static RegistrySnapshot believe(
      RegistrySnapshot before,
      RegistrySnapshot received,
      Set<OriginId> silent,
      boolean placed,
      boolean meshForgotten) {
    if (meshForgotten) {
      Stream<Recorded<?>> all =
          Stream.concat(
              before.rules(),
              before.origins().keySet().stream().flatMap(origin -> records(before, origin)));
      return completed(received, all);
    }
    return silent.isEmpty()
        ? received
        : completed(
            withoutUnchosen(before, received, silent, placed),
            silent.stream().flatMap(origin -> records(before, origin)));
  }

  /**
   * Between two clusters of which the hub does not know both networks, it cannot choose slices:
   * services come without them. Where such a member is known, what is known stays as a whole, since
   * its new services with its old slices are a state that it never had (ADR 0020). Likewise where
   * the hub, as one that was restored, sees a member on another network than it was known to be on.
   */
  private static RegistrySnapshot withoutUnchosen(
      RegistrySnapshot before, RegistrySnapshot received, Set<OriginId> silent, boolean placed) {
    SortedSet<ResourceKey> unchosen =
        silent.stream()
            .filter(origin -> before.cluster(origin).isPresent())
            .filter(origin -> !placed || !network(received, origin).equals(network(before, origin)))
            .flatMap(origin -> records(received, origin))
            .map(Recorded::key)
            // Whether a member is lost is the hub's own word.
            .filter(key -> key.kind() != ResourceKey.Kind.LIVENESS)
            .collect(Collectors.toCollection(TreeSet::new));
    return unchosen.isEmpty()
        ? received
        : new RegistryDelta(received.revision(), received.revision(), new TreeMap<>(), unchosen)
            .applyTo(received);
  }

  private static Optional<String> network(RegistrySnapshot snapshot, OriginId origin) {
    return snapshot.cluster(origin).map(Cluster::network);
  }

  /**
   * Whether a new epoch has no virtual mesh for a cluster that was in one. Within an epoch the same
   * means that the cluster was taken out of it.
   */
  static boolean meshForgotten(RegistrySnapshot before, RegistrySnapshot received, OriginId self) {
    return received.meshOf(self).isEmpty()
        && before.meshOf(self).isPresent()
        && !before.revision().comparableWith(received.revision());
  }

  /**
   * Other members of the cluster's virtual mesh whose absences say nothing.
   *
   * @param placed the hub knows the cluster's network; if not, slices of that network were not even
   *     chosen to be sent
   */
  static Set<OriginId> silentMembers(RegistrySnapshot received, OriginId self, boolean placed) {
    return received.meshOf(self).stream()
        .flatMap(mesh -> mesh.members().stream())
        .filter(origin -> !origin.equals(self))
        .filter(origin -> !placed || !received.progress(origin).everComplete())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static RegistrySnapshot completed(
      RegistrySnapshot received, Stream<Recorded<?>> candidates) {
    SortedMap<ResourceKey, Recorded<?>> kept = new TreeMap<>();
    candidates
        .filter(recorded -> received.find(recorded.key()).isEmpty())
        .forEach(recorded -> kept.put(recorded.key(), recorded));
    return new RegistryDelta(received.revision(), received.revision(), kept, new TreeSet<>())
        .applyTo(received);
  }

  /** All records of an origin but how far its reports are: that belongs to the epoch. */
  private static Stream<Recorded<?>> records(RegistrySnapshot snapshot, OriginId origin) {
    var shard = snapshot.origin(origin);
    return Stream.of(
            shard.cluster().stream().toList(),
            shard.liveness().stream().toList(),
            shard.services(),
            shard.capacities(),
            shard.slices())
        .flatMap(Collection::stream);
  }
}
