package dev.portolan.server.query;

import dev.portolan.federation.ClusterDomain;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.VirtualMesh;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one kind of question sees of a snapshot: which keys match its filters and how each is shown.
 * Lists and watches are the same for every kind. Pure.
 *
 * @param <T> one shown record
 * @param <W> one watch response
 */
interface Projection<T, W> {

  /** Keys that match, in order, from behind {@code after}; lazily. */
  Stream<? extends ResourceKey> keys(RegistrySnapshot snapshot, Optional<ResourceKey> after);

  /** The record under a key; empty when it is not there or does not match. */
  Optional<T> show(RegistrySnapshot snapshot, ResourceKey key);

  /** Keys of this kind that a change of {@code changed} may show otherwise; of any snapshot. */
  Optional<ResourceKey> shownBy(ResourceKey changed);

  /** All keys of this kind that one origin has. */
  Stream<? extends ResourceKey> keysOf(RegistrySnapshot snapshot, OriginId origin);

  W upserted(T record, Revision revision);

  W removed(ResourceKey key, Revision revision);

  W bookmark(Revision revision);

  /** Keys that may be shown otherwise in {@code to} than in {@code from}, in order. */
  default Iterator<? extends ResourceKey> changes(RegistrySnapshot from, RegistrySnapshot to) {
    if (from.equals(RegistrySnapshot.EMPTY)) {
      // All that is there, without a set of it in memory.
      return keys(to, Optional.empty()).iterator();
    }
    RegistryDelta delta = RegistryDelta.between(from, to);
    NavigableSet<ResourceKey> affected = new TreeSet<>();
    NavigableSet<OriginId> moved = new TreeSet<>();
    Stream.concat(delta.upserts().keySet().stream(), delta.removals().stream())
        .forEach(
            key -> {
              shownBy(key).ifPresent(affected::add);
              if (key.kind() == ResourceKey.Kind.VIRTUAL_MESH) {
                moved.addAll(members(from, key));
                moved.addAll(members(to, key));
              }
              key.owner()
                  .filter(origin -> renamed(key, from, to))
                  .ifPresent(
                      origin -> {
                        moved.add(origin);
                        to.meshOf(origin).ifPresent(mesh -> moved.addAll(mesh.members()));
                      });
            });
    // A virtual mesh decides the hosts of its members' services; a cluster's domain is in the names
    // that they have there.
    for (OriginId origin : moved) {
      keysOf(from, origin).forEach(affected::add);
      keysOf(to, origin).forEach(affected::add);
    }
    return affected.iterator();
  }

  /** What a reader at {@code from} has to be told of a key to be at {@code to}. */
  default Optional<W> event(RegistrySnapshot from, RegistrySnapshot to, ResourceKey key) {
    Optional<T> before = show(from, key);
    Optional<T> after = show(to, key);
    if (after.equals(before)) {
      return Optional.empty();
    }
    return Optional.of(
        after
            .map(record -> upserted(record, to.revision()))
            .orElseGet(() -> removed(key, to.revision())));
  }

  private static boolean renamed(ResourceKey key, RegistrySnapshot from, RegistrySnapshot to) {
    return key instanceof ClusterKey cluster
        && !ClusterDomain.of(from, cluster.origin()).equals(ClusterDomain.of(to, cluster.origin()));
  }

  private static List<OriginId> members(RegistrySnapshot snapshot, ResourceKey mesh) {
    return snapshot
        .find(mesh)
        .map(recorded -> recorded.as(VirtualMesh.class).resource().members())
        .orElseGet(List::of);
  }
}
