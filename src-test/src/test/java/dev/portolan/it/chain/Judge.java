package dev.portolan.it.chain;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What an agent may write at any moment: only what can be planned from states that the origins have
 * had since all were last agreed. So where nothing has changed, nothing may be written, whoever is
 * restarted; and nothing goes that its origin did not stop offering. Thread-safe.
 */
final class Judge {
  private final List<Origin> origins;
  private final VirtualMesh mesh;
  private final List<String> violations = new ArrayList<>();

  Judge(List<Origin> origins) {
    this.origins = List.copyOf(origins);
    this.mesh = Worlds.mesh(origins);
  }

  VirtualMesh mesh() {
    return mesh;
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /**
   * A step on an object.
   *
   * @param unknowing nobody could tell the agent of some origins, and no object said so either
   */
  void wrote(
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
            && (could(cluster, host.get(), kind, after, false)
                || (unknowing && could(cluster, host.get(), kind, after, true)));
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
  SortedMap<String, String> planned(OriginId cluster, HostKey host) {
    return Plans.of(
        cluster, mesh, origins.stream().map(origin -> origin.versions().latest()).toList(), host);
  }

  private boolean could(
      OriginId cluster, HostKey host, String kind, Optional<String> after, boolean unknowing) {
    List<Set<RegistrySnapshot>> possible = new ArrayList<>();
    for (Origin origin : origins) {
      Set<RegistrySnapshot> some = new LinkedHashSet<>();
      origin.versions().possible().forEach(state -> some.add(about(state, host)));
      if (unknowing && !origin.id().equals(cluster)) {
        some.add(RegistrySnapshot.EMPTY);
      }
      possible.add(some);
    }
    return anyOf(
        possible,
        new ArrayList<>(),
        states ->
            Optional.ofNullable(Plans.of(cluster, mesh, states, host).get(kind)).equals(after));
  }

  private static boolean anyOf(
      List<Set<RegistrySnapshot>> possible,
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
    return new RegistryDelta(state.revision(), state.revision(), new java.util.TreeMap<>(), others)
        .applyTo(state);
  }
}
