package dev.portolan.world;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether what stands for a host's callers lets in exactly whom some rules let in that people
 * wrote; and never earlier ones than those by which it was written before. So nobody gets in
 * because of a fault, and nothing that keeps callers out goes because of one. Confined to whoever
 * holds the {@link Judge}'s lock.
 */
final class AccessJudge {
  /** By which rules each host of each cluster is guarded at the earliest. */
  private final Map<Guarded, List<Rule>> followed = new HashMap<>();

  private record Guarded(OriginId cluster, HostKey host) {}

  /**
   * What stands is written anew.
   *
   * @param rules that may be gone by, oldest first
   * @param states what may be known of each origin
   * @return whether they explain it
   */
  boolean wrote(
      OriginId cluster,
      HostKey host,
      Optional<String> after,
      List<List<Rule>> rules,
      Map<OriginId, ? extends List<RegistrySnapshot>> states) {
    Guarded guarded = new Guarded(cluster, host);
    int from = Math.max(0, indexOf(rules, followed.get(guarded)));
    for (List<Rule> some : rules.subList(from, rules.size())) {
      if (explains(cluster, host, after, some, states)) {
        followed.put(guarded, some);
        return true;
      }
    }
    return false;
  }

  /** Whether some of the states make these rules say what stands. */
  boolean explains(
      OriginId cluster,
      HostKey host,
      Optional<String> after,
      List<Rule> rules,
      Map<OriginId, ? extends List<RegistrySnapshot>> states) {
    Optional<EnforcedAccess> enforced = after.map(EnforcedAccess::of);
    for (RegistrySnapshot own : Set.copyOf(Objects.requireNonNull(states.get(cluster)))) {
      for (Map<OriginId, String> domains : domains(states)) {
        WrittenAccess written = new WrittenAccess(rules, domains, own, host.at(cluster));
        if (agree(written, enforced)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean agree(WrittenAccess written, Optional<EnforcedAccess> enforced) {
    if (enforced.isEmpty() || !written.guarded()) {
      return enforced.isEmpty() && !written.guarded();
    }
    return Call.ofEverySort(Worlds.DOMAINS).stream()
        .allMatch(call -> written.lets(call) == enforced.get().lets(call));
  }

  /** Every choice of one trust domain for each cluster. */
  private static List<Map<OriginId, String>> domains(
      Map<OriginId, ? extends List<RegistrySnapshot>> states) {
    List<Map<OriginId, String>> chosen = List.of(Map.of());
    for (Map.Entry<OriginId, ? extends List<RegistrySnapshot>> origin : states.entrySet()) {
      Set<Optional<String>> possible =
          origin.getValue().stream()
              .map(state -> state.cluster(origin.getKey()).map(Cluster::trustDomain))
              .collect(Collectors.toSet());
      List<Map<OriginId, String>> longer = new ArrayList<>();
      for (Map<OriginId, String> shorter : chosen) {
        for (Optional<String> domain : possible) {
          Map<OriginId, String> next = new HashMap<>(shorter);
          domain.ifPresent(known -> next.put(origin.getKey(), known));
          longer.add(next);
        }
      }
      chosen = longer;
    }
    return chosen;
  }

  @SuppressWarnings("ReferenceEquality") // the same rules may be written twice
  private static int indexOf(List<List<Rule>> all, @Nullable List<Rule> some) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) == some) {
        return i;
      }
    }
    return -1;
  }
}
