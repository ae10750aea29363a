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
   * @param seenWhole members of which {@code before} has a complete list, in whatever epoch
   * @param placed the hub knows the cluster's network
   */
  static RegistrySnapshot believe(
      RegistrySnapshot before,
      RegistrySnapshot received,
      Set<OriginId> silent,
      Set<OriginId> seenWhole,
      boolean placed,
      boolean meshForgotten) {
    if (meshForgotten) {
      Stream<Recorded<?>> all =
          Stream.concat(
              before.rules(),
              before.origins().keySet().stream().flatMap(origin -> records(before, origin)));
      return completed(received, all);
    }
    if (silent.isEmpty()) {
      return received;
    }
    Set<OriginId> frozen =
        silent.stream()
            .filter(origin -> staysWhole(before, received, origin, seenWhole, placed))
            .collect(Collectors.toCollection(TreeSet::new));
    return completed(
        without(received, frozen), silent.stream().flatMap(origin -> records(before, origin)));
  }

  /**
   * Whether nothing that is received of a silent member counts beside what is known of it: new
   * services with old slices, or an older store's services with the slices of a later day, are a
   * state that it never had (ADR 0020). So it is with a member that was once seen whole. It is so,
   * too, between two clusters of which the hub does not know both networks: it cannot choose
   * slices, and services come without them. Likewise where the hub, as one that was restored, sees
   * a member on another network than it was known to be on.
   */
  private static boolean staysWhole(
      RegistrySnapshot before,
      RegistrySnapshot received,
      OriginId silent,
      Set<OriginId> seenWhole,
      boolean placed) {
    return before.cluster(silent).isPresent()
        && (seenWhole.contains(silent)
            || !placed
            || !network(received, silent).equals(network(before, silent)));
  }

  private static RegistrySnapshot without(RegistrySnapshot received, Set<OriginId> frozen) {
    SortedSet<ResourceKey> ignored =
        frozen.stream()
            .flatMap(origin -> records(received, origin))
            .map(Recorded::key)
            // Whether a member is lost is the hub's own word.
            .filter(key -> key.kind() != ResourceKey.Kind.LIVENESS)
            .collect(Collectors.toCollection(TreeSet::new));
    return ignored.isEmpty()
        ? received
        : new RegistryDelta(received.revision(), received.revision(), new TreeMap<>(), ignored)
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
