package dev.portolan.world;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What others may take an origin for, as far as it matters to some hosts. The same question is
 * answered with the same objects, so that what is planned from them can be remembered. Thread-safe.
 */
final class Suppositions {
  // Of two hosts in one object, one rule may act already and the other not yet.
  private static final List<Duration> LOST_FOR =
      Stream.concat(Stream.of(PartitionRule.MAX_GRACE), WorldRules.graces()).toList();

  private final Set<OriginId> lost = new HashSet<>();
  private final Map<Subject, About> abouts = new HashMap<>();
  private final Map<Identity, List<RegistrySnapshot>> bare = new HashMap<>();
  private final Map<Identity, List<RegistrySnapshot>> forlorn = new HashMap<>();

  private record Subject(OriginId origin, Set<HostKey> hosts) {}

  private record About(Collection<RegistrySnapshot> possible, List<RegistrySnapshot> states) {}

  /** The hub has called an origin lost: others may go by that from now on. */
  synchronized void lost(OriginId origin) {
    lost.add(origin);
  }

  /**
   * All of them, the likeliest first; the list is the caller's.
   *
   * @param coming whether who asks may know of services before it knows of their pods: a cluster
   *     that comes to another network does
   * @param other whether who asks is another cluster, to which it matters that the origin is lost
   */
  synchronized List<RegistrySnapshot> of(
      Origin origin, Set<HostKey> hosts, boolean coming, boolean other) {
    List<RegistrySnapshot> about = about(origin, hosts);
    List<RegistrySnapshot> all = new ArrayList<>(about);
    if (coming) {
      all.addAll(withoutSlices(about));
    }
    if (other && lost.contains(origin.id())) {
      all.addAll(asLost(origin.id(), about));
      if (coming) {
        all.addAll(asLost(origin.id(), withoutSlices(about)));
      }
    }
    return all;
  }

  /** What an origin may have been; each such state once. */
  private List<RegistrySnapshot> about(Origin origin, Set<HostKey> hosts) {
    Collection<RegistrySnapshot> possible = origin.versions().possible();
    Subject subject = new Subject(origin.id(), hosts);
    About about = abouts.get(subject);
    if (about == null || about.possible() != possible) {
      Set<RegistrySnapshot> some = new LinkedHashSet<>();
      possible.forEach(state -> some.add(about(state, hosts)));
      about = new About(possible, List.copyOf(some));
      abouts.put(subject, about);
    }
    return about.states();
  }

  /** The part of a state that matters to hosts: so that states which differ elsewhere are one. */
  private static RegistrySnapshot about(RegistrySnapshot state, Set<HostKey> hosts) {
    SortedSet<ResourceKey> others = new TreeSet<>();
    for (ResourceKey key : keys(state)) {
      if (key instanceof ServiceKey service && !hosts.contains(service.host())) {
        others.add(service);
      }
      if (key instanceof SliceKey slice && !hosts.contains(slice.service().host())) {
        others.add(slice);
      }
    }
    return without(state, others);
  }

  private List<RegistrySnapshot> withoutSlices(List<RegistrySnapshot> states) {
    return bare.computeIfAbsent(
        new Identity(states), list -> states.stream().map(Suppositions::withoutSlices).toList());
  }

  private static RegistrySnapshot withoutSlices(RegistrySnapshot state) {
    SortedSet<ResourceKey> slices = new TreeSet<>(keys(state));
    slices.removeIf(key -> !(key instanceof SliceKey));
    return without(state, slices);
  }

  private List<RegistrySnapshot> asLost(OriginId origin, List<RegistrySnapshot> states) {
    return forlorn.computeIfAbsent(
        new Identity(states),
        list ->
            LOST_FOR.stream()
                .flatMap(time -> states.stream().map(state -> asLost(origin, state, time)))
                .toList());
  }

  /** An origin that is lost for so long that every grace is over. */
  static RegistrySnapshot asLost(OriginId origin, RegistrySnapshot state) {
    return asLost(origin, state, PartitionRule.MAX_GRACE);
  }

  private static RegistrySnapshot asLost(
      OriginId origin, RegistrySnapshot state, Duration lostFor) {
    Liveness gone = Liveness.lost(origin, Instant.EPOCH, lostFor);
    return new RegistryDelta(
            state.revision(),
            state.revision(),
            new TreeMap<>(Map.of(gone.key(), Recorded.local(gone))),
            new TreeSet<>())
        .applyTo(state);
  }

  private static Set<ResourceKey> keys(RegistrySnapshot state) {
    return RegistryDelta.between(RegistrySnapshot.EMPTY, state).upserts().keySet();
  }

  private static RegistrySnapshot without(RegistrySnapshot state, SortedSet<ResourceKey> keys) {
    return new RegistryDelta(state.revision(), state.revision(), new TreeMap<>(), keys)
        .applyTo(state);
  }
}
