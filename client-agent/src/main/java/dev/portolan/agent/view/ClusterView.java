package dev.portolan.agent.view;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.registry.VirtualMesh;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Everything that one cluster plans from. Immutable; each change shares what it does not touch.
 *
 * @param received what the hub sent last
 * @param believed {@code received}, completed by {@link Retention}
 * @param local the cluster's own services
 * @param own {@code local}'s records, as seen from {@code place}; what services ask for completed
 *     by what the hub knows
 * @param keptRequests own services of which the cluster cannot tell whether they still ask to be
 *     exported as they did
 * @param merged {@code believed} without the own origin, and {@code own}: what plans are made from
 * @param place the network on which the hub last saw this cluster, and by which it chose what to
 *     send: slices of that network, capacities of all others. Empty before it ever did
 * @param placed {@code received} is what is sent to {@code place}
 * @param silent members whose absences from {@code received} say nothing: they have not completed a
 *     report in the hub's epoch; all of them, while the hub has no place for this cluster
 * @param seenWhole origins whose complete list this process or the one before has seen from the
 *     present place, in whatever epoch
 * @param meshForgotten the hub's epoch does not know the cluster's virtual mesh, the one before did
 * @param told the last revision whose rules are its own: not what is believed of an epoch that has
 *     forgotten the virtual mesh
 * @param heard the hub itself said what is believed; otherwise it is what an earlier process of
 *     this agent remembered, and nothing may be removed because of it
 */
record ClusterView(
    OriginId self,
    RegistrySnapshot received,
    RegistrySnapshot believed,
    LocalState local,
    RegistrySnapshot own,
    int keptRequests,
    RegistrySnapshot merged,
    Optional<String> place,
    boolean placed,
    Set<OriginId> silent,
    Set<OriginId> seenWhole,
    boolean meshForgotten,
    Revision told,
    boolean heard) {

  static ClusterView empty(OriginId self) {
    return new ClusterView(
        self,
        RegistrySnapshot.EMPTY,
        RegistrySnapshot.EMPTY,
        LocalState.NOTHING,
        RegistrySnapshot.EMPTY,
        0,
        RegistrySnapshot.EMPTY,
        Optional.empty(),
        false,
        Set.of(),
        Set.of(),
        false,
        Revision.NONE,
        false);
  }

  /** Begins with what an earlier process of this agent had. */
  ClusterView withRemembered(RegistrySnapshot remembered) {
    return with(remembered, local, forgottenIn(remembered), false);
  }

  ClusterView withReceived(RegistrySnapshot next) {
    return with(next, local, forgottenIn(next), true);
  }

  ClusterView withLocal(LocalState next) {
    return with(received, next, meshForgotten, heard);
  }

  private boolean forgottenIn(RegistrySnapshot next) {
    return next.meshOf(self).isEmpty()
        && (meshForgotten || Retention.meshForgotten(believed, next, self));
  }

  private ClusterView with(
      RegistrySnapshot nextReceived,
      LocalState nextLocal,
      boolean nextForgotten,
      boolean nextHeard) {
    Optional<String> seenOn = nextReceived.cluster(self).map(Cluster::network);
    Optional<String> nextPlace = seenOn.or(() -> place);
    OwnRequests requests =
        OwnRequests.of(
            OwnPlace.seen(nextLocal.records(), self, nextPlace),
            nextForgotten ? believed : nextReceived,
            self);
    RegistrySnapshot nextOwn = requests.records();
    boolean nextPlaced = seenOn.isPresent() || OwnPlace.needsNone(nextLocal, nextOwn, self);
    // A snapshot that was not replaced is the same object.
    boolean sameInput = nextReceived == received && nextPlaced == placed;
    Set<OriginId> nextSilent =
        sameInput ? silent : Retention.silentMembers(nextReceived, self, nextPlaced);
    RegistrySnapshot nextBelieved =
        sameInput
            ? believed
            : Retention.believe(
                believed,
                nextReceived,
                nextSilent,
                seenWholeFrom(nextPlace),
                nextPlaced,
                nextForgotten);
    RegistrySnapshot merging =
        applied(
            merged,
            RegistryDelta.between(believed, nextBelieved),
            nextBelieved.revision(),
            key -> !ownedBySelf(key));
    return new ClusterView(
        self,
        nextReceived,
        nextBelieved,
        nextLocal,
        nextOwn,
        requests.kept(),
        applied(
            merging, RegistryDelta.between(own, nextOwn), merging.revision(), this::ownedBySelf),
        nextPlace,
        nextPlaced,
        nextSilent,
        sameInput ? seenWhole : seenWholeWith(nextReceived, nextSilent, nextPlace),
        nextForgotten,
        nextForgotten ? told : nextReceived.revision(),
        nextHeard);
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

  /**
   * Origins without which the plan of a host might be another: those that offer it, ready or not,
   * and those that claim one of their gateways.
   */
  Set<OriginId> shaping(HostKey host) {
    Set<OriginId> shaping = new TreeSet<>(merged.originsOf(host));
    for (OriginId offering : merged.originsOf(host)) {
      merged.cluster(offering).stream()
          .flatMap(facts -> facts.gateways().stream())
          .forEach(gateway -> shaping.addAll(merged.clustersAt(gateway)));
    }
    return shaping;
  }

  /** Members that have not completed a report in the hub's epoch. */
  Set<OriginId> silentByThemselves() {
    return placed ? silent : Retention.silentMembers(received, self, true);
  }

  /** Whether nothing that is kept because of a doubt needs another look. */
  boolean doubtsAs(ClusterView other) {
    return heard == other.heard && uncertain().equals(other.uncertain());
  }

  private Set<OriginId> seenWholeWith(
      RegistrySnapshot next, Set<OriginId> nowSilent, Optional<String> nextPlace) {
    Set<OriginId> before = seenWholeFrom(nextPlace);
    Set<OriginId> all = new HashSet<>(before);
    next.meshOf(self).map(VirtualMesh::members).ifPresent(all::addAll);
    all.removeIf(origin -> nowSilent.contains(origin) && !before.contains(origin));
    return all;
  }

  // What was sent to another network lacks the slices of this one: nobody was seen whole from here.
  private Set<OriginId> seenWholeFrom(Optional<String> nextPlace) {
    boolean moved = place.isPresent() && !place.equals(nextPlace);
    return moved ? Set.of() : seenWhole;
  }

  private static RegistrySnapshot applied(
      RegistrySnapshot to,
      RegistryDelta change,
      Revision revision,
      Predicate<ResourceKey> concerned) {
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>(change.upserts());
    upserts.keySet().removeIf(concerned.negate());
    SortedSet<ResourceKey> removals = new TreeSet<>(change.removals());
    removals.removeIf(concerned.negate());
    return new RegistryDelta(to.revision(), revision, upserts, removals).applyTo(to);
  }

  private boolean ownedBySelf(ResourceKey key) {
    return key.owner().filter(self::equals).isPresent();
  }
}
