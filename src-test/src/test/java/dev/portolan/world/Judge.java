package dev.portolan.world;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Rule;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.translate.Marks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What an agent may write at any moment: only what can be planned from rules that were written and
 * states that the origins have had since all were last agreed. So where nothing has changed,
 * nothing may be written, whoever is restarted; and nothing goes that its origin did not stop
 * offering. Thread-safe.
 */
public final class Judge {
  private final List<Origin> origins;
  private final WrittenRules rules;
  private final List<String> violations = new ArrayList<>();
  private final Suppositions suppositions = new Suppositions();
  private final AccessJudge access = new AccessJudge();
  // What was asked before.
  private final Map<Question, SortedMap<String, String>> plans = new HashMap<>();

  /** Clusters of which one virtual mesh is all that was ever written. */
  public Judge(List<Origin> origins) {
    this(origins, new WrittenRules(List.of(Worlds.mesh(origins))));
  }

  public Judge(List<Origin> origins, WrittenRules rules) {
    this.origins = List.copyOf(origins);
    this.rules = rules;
  }

  public VirtualMesh mesh() {
    return rules.mesh();
  }

  /** See {@link Suppositions#lost}. */
  public void lost(OriginId origin) {
    suppositions.lost(origin);
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
    Optional<HostKey> host = Plans.hostOf(kind, name, mesh());
    boolean allowed =
        host.isPresent()
            && !before.equals(after)
            && (could(cluster, host.get(), kind, before, after, false)
                || (unknowing && could(cluster, host.get(), kind, before, after, true)))
            && (!kind.equals(EnforcedAccess.KIND)
                || guarded(cluster, host.get(), after, unknowing));
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
                    host.map(known -> planned(cluster, known, Set.of()).get(kind))
                        .orElse("no such host")));
      }
    }
  }

  /**
   * What a host's objects should be now that everybody knows everything.
   *
   * @param gone origins that have been lost for longer than any grace
   */
  public SortedMap<String, String> planned(
      OriginId cluster, HostKey host, Collection<OriginId> gone) {
    List<RegistrySnapshot> states = new ArrayList<>();
    for (Origin origin : origins) {
      RegistrySnapshot latest = origin.versions().latest();
      states.add(gone.contains(origin.id()) ? Suppositions.asLost(origin.id(), latest) : latest);
    }
    return Plans.of(cluster, rules.now(), states, host);
  }

  /**
   * What is wrong with whom a host's objects let in, by what people wrote alone.
   *
   * @param planned by kind
   */
  public Optional<String> misguarded(
      OriginId cluster, HostKey host, SortedMap<String, String> planned) {
    Map<OriginId, List<RegistrySnapshot>> states = new TreeMap<>();
    origins.forEach(origin -> states.put(origin.id(), List.of(origin.versions().latest())));
    Optional<String> object = Optional.ofNullable(planned.get(EnforcedAccess.KIND));
    return access.explains(cluster, host, object, rules.now(), states)
        ? Optional.empty()
        : Optional.of(
            "%s should guard %s so, which is not what people wrote:%n%s%nRules: %s"
                .formatted(cluster, host, object.orElse("not at all"), rules.now()));
  }

  private synchronized boolean guarded(
      OriginId cluster, HostKey host, Optional<String> after, boolean unknowing) {
    Map<OriginId, List<RegistrySnapshot>> states = new TreeMap<>();
    origins.forEach(
        origin ->
            states.put(
                origin.id(), supposed(cluster, Set.of(host), Optional.empty(), unknowing, origin)));
    return access.wrote(cluster, host, after, rules.oldestFirst(), states);
  }

  private boolean could(
      OriginId cluster,
      HostKey host,
      String kind,
      Optional<String> before,
      Optional<String> after,
      boolean unknowing) {
    Set<HostKey> concerned = rules.concerned(host);
    List<List<RegistrySnapshot>> possible = new ArrayList<>();
    origins.forEach(
        origin -> possible.add(supposed(cluster, concerned, before, unknowing, origin)));
    return rules.possible(cluster).stream()
        .anyMatch(
            some ->
                anyOf(
                    possible,
                    new ArrayList<>(),
                    states ->
                        Optional.ofNullable(plans(cluster, some, host, states).get(kind))
                            .equals(after)));
  }

  private List<RegistrySnapshot> supposed(
      OriginId cluster,
      Set<HostKey> concerned,
      Optional<String> before,
      boolean unknowing,
      Origin origin) {
    boolean own = origin.id().equals(cluster);
    List<RegistrySnapshot> some =
        suppositions.of(origin, concerned, !own && !reached(before, origin.id()), !own);
    if (unknowing && !own) {
      some.add(RegistrySnapshot.EMPTY);
    }
    return some;
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

  private static boolean reached(Optional<String> object, OriginId origin) {
    return object.filter(text -> text.contains(Marks.CLUSTER + ": " + origin)).isPresent();
  }

  private synchronized SortedMap<String, String> plans(
      OriginId cluster, List<Rule> some, HostKey host, List<RegistrySnapshot> states) {
    List<Identity> identities = states.stream().map(Identity::new).toList();
    return plans.computeIfAbsent(
        new Question(cluster, new Identity(some), host, identities),
        question -> Plans.of(cluster, some, states, host));
  }

  private record Question(OriginId cluster, Identity rules, HostKey host, List<Identity> states) {}
}
