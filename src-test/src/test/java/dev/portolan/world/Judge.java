package dev.portolan.world;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.translate.Marks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What an agent may write at any moment: only what can be planned from states that the origins have
 * had since all were last agreed. So where nothing has changed, nothing may be written, whoever is
 * restarted; and nothing goes that its origin did not stop offering. Thread-safe.
 */
public final class Judge {
  private final List<Origin> origins;
  private final VirtualMesh mesh;
  private final List<String> violations = new ArrayList<>();
  // What was asked before.
  private final Map<Subject, About> abouts = new HashMap<>();
  private final Map<Identity, List<RegistrySnapshot>> bare = new HashMap<>();
  private final Map<Question, SortedMap<String, String>> plans = new HashMap<>();

  public Judge(List<Origin> origins) {
    this.origins = List.copyOf(origins);
    this.mesh = Worlds.mesh(origins);
  }

  public VirtualMesh mesh() {
    return mesh;
  }

  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /**
   * A step on an object.
   *
   * @param unknowing nobody could tell the agent of some origins, and no object said so either
   */
  public void wrote(
      OriginId cluster,
      String kind,
      String name,
      Optional<String> before,
      Optional<String> after,
      boolean unknowing) {
    Optional<HostKey> host = Plans.hostOf(name, mesh);
    boolean allowed =
        host.isPresent()
            && !before.equals(after)
            && (could(cluster, host.get(), kind, before, after, false)
                || (unknowing && could(cluster, host.get(), kind, before, after, true)));
    if (!allowed) {
      synchronized (this) {
        violations.add(
            "%s wrote %s %s, which no history explains.%nBefore:%n%s%nAfter:%n%s%nNow planned:%n%s"
                .formatted(
                    cluster,
                    kind,
                    name,
                    before.orElse("nothing"),
                    after.orElse("nothing"),
                    host.map(known -> planned(cluster, known).get(kind)).orElse("no such host")));
      }
    }
  }

  /** What a host's objects should be now that everybody knows everything. */
  public SortedMap<String, String> planned(OriginId cluster, HostKey host) {
    return Plans.of(
        cluster, mesh, origins.stream().map(origin -> origin.versions().latest()).toList(), host);
  }

  private boolean could(
      OriginId cluster,
      HostKey host,
      String kind,
      Optional<String> before,
      Optional<String> after,
      boolean unknowing) {
    List<List<RegistrySnapshot>> possible = new ArrayList<>();
    for (Origin origin : origins) {
      List<RegistrySnapshot> some = new ArrayList<>(about(origin, host));
      if (!origin.id().equals(cluster) && !reached(before, origin.id())) {
        // A cluster that comes to another network knows of a service before it knows of its pods.
        some.addAll(withoutSlices(origin, host));
      }
      if (unknowing && !origin.id().equals(cluster)) {
        some.add(RegistrySnapshot.EMPTY);
      }
      possible.add(some);
    }
    return anyOf(
        possible,
        new ArrayList<>(),
        states -> Optional.ofNullable(plans(cluster, host, states).get(kind)).equals(after));
  }

  private static boolean anyOf(
      List<List<RegistrySnapshot>> possible,
      List<RegistrySnapshot> chosen,
      Predicate<List<RegistrySnapshot>> test) {
    if (chosen.size() == possible.size()) {
      return test.test(chosen);
    }
    for (RegistrySnapshot state : possible.get(chosen.size())) {
      chosen.add(state);
      boolean found = anyOf(possible, chosen, test);
      chosen.remove(chosen.size() - 1);
      if (found) {
        return true;
      }
    }
    return false;
  }

  /** What an origin may have been, as far as it matters to a host; each such state once. */
  private synchronized List<RegistrySnapshot> about(Origin origin, HostKey host) {
    Collection<RegistrySnapshot> possible = origin.versions().possible();
    About about = abouts.get(new Subject(origin.id(), host));
    if (about == null || about.possible() != possible) {
      Set<RegistrySnapshot> some = new LinkedHashSet<>();
      possible.forEach(state -> some.add(about(state, host)));
      about = new About(possible, List.copyOf(some));
      abouts.put(new Subject(origin.id(), host), about);
    }
    return about.states();
  }

  private static boolean reached(Optional<String> object, OriginId origin) {
    return object.filter(text -> text.contains(Marks.CLUSTER + ": " + origin)).isPresent();
  }

  private synchronized List<RegistrySnapshot> withoutSlices(Origin origin, HostKey host) {
    List<RegistrySnapshot> about = about(origin, host);
    return bare.computeIfAbsent(
        new Identity(about), list -> about.stream().map(Judge::withoutSlices).toList());
  }

  private static RegistrySnapshot withoutSlices(RegistrySnapshot state) {
    SortedSet<ResourceKey> slices = new TreeSet<>();
    for (ResourceKey key :
        RegistryDelta.between(RegistrySnapshot.EMPTY, state).upserts().keySet()) {
      if (key instanceof SliceKey) {
        slices.add(key);
      }
    }
    return new RegistryDelta(state.revision(), state.revision(), new TreeMap<>(), slices)
        .applyTo(state);
  }

  private synchronized SortedMap<String, String> plans(
      OriginId cluster, HostKey host, List<RegistrySnapshot> states) {
    List<Identity> identities = states.stream().map(Identity::new).toList();
    return plans.computeIfAbsent(
        new Question(cluster, host, identities), question -> Plans.of(cluster, mesh, states, host));
  }

  private record Subject(OriginId origin, HostKey host) {}

  private record About(Collection<RegistrySnapshot> possible, List<RegistrySnapshot> states) {}

  private record Question(OriginId cluster, HostKey host, List<Identity> states) {}

  /** Something as a key: comparing what is in it would cost more than planning it. */
  private record Identity(Object what) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Identity that && that.what == what;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(what);
    }
  }

  /** The part of a state that matters to a host: so that states which differ elsewhere are one. */
  private static RegistrySnapshot about(RegistrySnapshot state, HostKey host) {
    SortedSet<ResourceKey> others = new TreeSet<>();
    for (Recorded<?> recorded :
        RegistryDelta.between(RegistrySnapshot.EMPTY, state).upserts().values()) {
      if (recorded.key() instanceof ServiceKey service && !service.host().equals(host)) {
        others.add(service);
      }
      if (recorded.key() instanceof SliceKey slice && !slice.service().host().equals(host)) {
        others.add(slice);
      }
    }
    return new RegistryDelta(state.revision(), state.revision(), new TreeMap<>(), others)
        .applyTo(state);
  }
}
