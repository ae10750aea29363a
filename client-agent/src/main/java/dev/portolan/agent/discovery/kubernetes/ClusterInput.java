package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.agent.discovery.conversion.ClusterConversion;
import dev.portolan.agent.discovery.kubernetes.ApiServer.Probe;
import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.Observed;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is believed of the cluster. An object is gone when the API server said that it was deleted,
 * or when it is missing from a complete list and the same cluster confirms it. Where the kind
 * itself can go, taking its objects along, a deletion is worth no more than a list that lacks them.
 * Confined to one thread.
 */
final class ClusterInput {
  private final Absences absences;
  private final Map<ObjectRef, Finding> unreadable = new TreeMap<>();
  private ClusterConversion conversion;
  private boolean settled = true;

  ClusterInput(ClusterConversion empty, Duration absenceGrace) {
    this.conversion = empty;
    this.absences = new Absences(absenceGrace);
  }

  /** Takes in what informers say, as far as it is of current ones. */
  void take(Collection<Sighting> sightings, long now) {
    settled = true;
    List<ObjectChange> changes = new ArrayList<>();
    for (Sighting sighting : sightings) {
      ObjectRef ref = sighting.ref();
      switch (sighting.claim()) {
        case SEEN -> {
          absences.settled(ref);
          unreadable.remove(ref);
          changes.add(new ObjectChange(ref, sighting.object()));
        }
        case UNREADABLE -> {
          absences.settled(ref);
          unreadable.put(ref, unreadable(ref, sighting.problem()));
        }
        case DELETED -> {
          if (ref.kind().optional()) {
            missing(ref, now);
          } else {
            changes.add(gone(ref));
          }
        }
        case MISSING -> missing(ref, now);
      }
    }
    apply(changes);
  }

  private void missing(ObjectRef ref, long now) {
    if (known(ref)) {
      absences.missing(ref, now);
    }
  }

  /** All that there is of a kind was taken in. */
  void listed(ObjectKind kind) {
    if (kind == ObjectKind.SERVICE_EXPORT) {
      conversion = conversion.withExportsRead();
    }
  }

  void apply(Collection<ObjectChange> changes) {
    if (!changes.isEmpty()) {
      conversion = conversion.with(changes);
      settled &= conversion.settled();
    }
  }

  /** Whether what came since the last {@link #take} began is nothing by halves. */
  boolean settled() {
    return settled;
  }

  /** Believes those absences that a probe of the right cluster confirms. */
  void confirm(Probe probe, long now) {
    Set<ObjectKind> emptied = emptied();
    List<ObjectChange> changes = new ArrayList<>();
    for (ObjectRef ref : absences.due(probe.startedAt())) {
      if (ref.kind().optional() && !probe.serves(ref.kind())) {
        withoutKind(ref, probe, now);
      } else if (!emptied.contains(ref.kind()) || probe.saysEmpty(ref.kind())) {
        changes.add(gone(ref));
      }
    }
    apply(changes);
  }

  // With the kind gone, it is kept as if nothing had been said: a list will tell when the kind is
  // back.
  private void withoutKind(ObjectRef ref, Probe probe, long now) {
    if (probe.lacks(ref.kind())) {
      absences.settled(ref);
    } else {
      absences.doubted(ref, now);
    }
  }

  /** Kinds of which nothing would be left: before that is believed, they are asked about again. */
  Set<ObjectKind> emptied() {
    Set<ObjectKind> kinds = EnumSet.noneOf(ObjectKind.class);
    if (absences.size() > 0) {
      for (ObjectKind kind : ObjectKind.values()) {
        Collection<ObjectRef> known = known(kind);
        if (!known.isEmpty() && absences.containsAll(known)) {
          kinds.add(kind);
        }
      }
    }
    return kinds;
  }

  OptionalLong confirmableAt() {
    return absences.dueAt();
  }

  /** Every object of a kind of which something is held here. */
  Collection<ObjectRef> known(ObjectKind kind) {
    Set<ObjectRef> refs = new TreeSet<>(conversion.refs(kind));
    unreadable.keySet().stream().filter(ref -> ref.kind() == kind).forEach(refs::add);
    return refs;
  }

  Optional<Observed> find(ObjectRef ref) {
    return conversion.find(ref);
  }

  LocalState state(Collection<Finding> findings, boolean complete) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(unreadable.values());
    if (absences.usual() > 0) {
      all.add(
          new Finding(
              FindingCode.WATCH_DOUBTFUL,
              "apiserver",
              "a list lacks %d objects that nobody called deleted; they are kept until the API server confirms it"
                  .formatted(absences.usual())));
    }
    return conversion.state(all, complete);
  }

  private ObjectChange gone(ObjectRef ref) {
    absences.settled(ref);
    unreadable.remove(ref);
    return ObjectChange.gone(ref);
  }

  private boolean known(ObjectRef ref) {
    return unreadable.containsKey(ref) || conversion.find(ref).isPresent();
  }

  private static Finding unreadable(ObjectRef ref, String problem) {
    return new Finding(
        FindingCode.INPUT_UNREADABLE, ref.toString(), problem + "; what was read before is kept");
  }
}
