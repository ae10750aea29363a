package dev.portolan.world;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules as a hub has had them since all last agreed, with how far clusters had come with each, and
 * what a cluster could go by then. Confined to whoever holds the lock of {@link WrittenRules}.
 */
final class StoredRules {
  private final List<List<Rule>> states = new ArrayList<>();
  // Oldest first; the same rules are the same list, since whoever plans by them compares lists so.
  private final Map<OriginId, List<List<Rule>>> inForce = new HashMap<>();

  boolean isEmpty() {
    return states.isEmpty();
  }

  void add(List<Rule> rules) {
    states.add(List.copyOf(rules));
    inForce.forEach((cluster, known) -> add(known, in(cluster, rules)));
  }

  /** All but the last are forgotten. */
  void settle() {
    if (states.size() > 1) {
      states.subList(0, states.size() - 1).clear();
      inForce.clear();
    }
  }

  /** Everything that a cluster could go by, oldest first. */
  List<List<Rule>> of(OriginId cluster) {
    return inForce.computeIfAbsent(
        cluster,
        asked -> {
          List<List<Rule>> all = new ArrayList<>();
          states.forEach(rules -> add(all, in(cluster, rules)));
          return all;
        });
  }

  private static void add(List<List<Rule>> known, List<Rule> rules) {
    if (!known.contains(rules)) {
      known.add(rules);
    }
  }

  private static List<Rule> in(OriginId cluster, List<Rule> rules) {
    List<Rule> inForce = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule instanceof Policy policy) {
        policy.in(cluster).map(Policy::asWritten).ifPresent(inForce::add);
      } else {
        inForce.add(rule);
      }
    }
    return List.copyOf(inForce);
  }
}
