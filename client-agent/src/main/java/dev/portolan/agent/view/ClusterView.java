package dev.portolan.agent.view;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.VirtualMesh;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Everything that one cluster plans from. Immutable; each change shares what it does not touch.
 *
 * @param believed what the hub sent, completed by {@link Retention}
 * @param local the cluster's own services
 * @param merged {@code believed} without the own origin, and {@code local}: what plans are made
 *     from
 * @param silent members that have not completed a report in the hub's epoch
 * @param seenWhole origins whose complete list this process or the one before has seen, in whatever
 *     epoch
 * @param meshForgotten the hub's epoch does not know the cluster's virtual mesh, the one before did
 * @param heard the hub itself said what is believed; otherwise it is what an earlier process of
 *     this agent remembered, and nothing may be removed because of it
 */
record ClusterView(
    OriginId self,
    RegistrySnapshot believed,
    LocalState local,
    RegistrySnapshot merged,
    Set<OriginId> silent,
    Set<OriginId> seenWhole,
    boolean meshForgotten,
    boolean heard) {

  static ClusterView empty(OriginId self) {
    return new ClusterView(
        self,
        RegistrySnapshot.EMPTY,
        LocalState.NOTHING,
        RegistrySnapshot.EMPTY,
        Set.of(),
        Set.of(),
        false,
        false);
  }

  /** Begins with what an earlier process of this agent had. */
  ClusterView withRemembered(RegistrySnapshot remembered) {
    return withRegistry(remembered, false);
  }

  ClusterView withReceived(RegistrySnapshot received) {
    return withRegistry(received, true);
  }

  private ClusterView withRegistry(RegistrySnapshot received, boolean nowHeard) {
    boolean forgotten =
        received.meshOf(self).isEmpty()
            && (meshForgotten || Retention.meshForgotten(believed, received, self));
    RegistrySnapshot next = Retention.believe(believed, received, self, forgotten);
    RegistryDelta change = RegistryDelta.between(believed, next);
    Set<OriginId> nowSilent = Retention.silentMembers(received, self);
    return new ClusterView(
        self,
        next,
        local,
        applied(change, next.revision(), key -> !ownedBySelf(key)),
        nowSilent,
        seenWholeWith(received, nowSilent),
        forgotten,
        nowHeard);
  }

  ClusterView withLocal(LocalState next) {
    RegistryDelta change = RegistryDelta.between(local.records(), next.records());
    return new ClusterView(
        self,
        believed,
        next,
        applied(change, merged.revision(), this::ownedBySelf),
        silent,
        seenWhole,
        meshForgotten,
        heard);
  }

  /**
   * Origins whose absence from a plan says nothing: silent, and never seen whole by this process or
   * the one before.
   */
  Set<OriginId> uncertain() {
    Set<OriginId> uncertain = new TreeSet<>(silent);
    uncertain.removeAll(seenWhole);
    return uncertain;
  }

  /** Whether nothing that is kept because of a doubt needs another look. */
  boolean doubtsAs(ClusterView other) {
    return heard == other.heard && uncertain().equals(other.uncertain());
  }

  private Set<OriginId> seenWholeWith(RegistrySnapshot received, Set<OriginId> nowSilent) {
    Set<OriginId> all = new HashSet<>(seenWhole);
    received.meshOf(self).map(VirtualMesh::members).ifPresent(all::addAll);
    all.removeIf(origin -> nowSilent.contains(origin) && !seenWhole.contains(origin));
    return all;
  }

  private RegistrySnapshot applied(
      RegistryDelta change, Revision revision, Predicate<ResourceKey> concerned) {
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>(change.upserts());
    upserts.keySet().removeIf(concerned.negate());
    SortedSet<ResourceKey> removals = new TreeSet<>(change.removals());
    removals.removeIf(concerned.negate());
    return new RegistryDelta(merged.revision(), revision, upserts, removals).applyTo(merged);
  }

  private boolean ownedBySelf(ResourceKey key) {
    return key.owner().filter(self::equals).isPresent();
  }
}
