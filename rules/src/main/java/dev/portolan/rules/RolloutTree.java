package dev.portolan.rules;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Rollout;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rollouts as {@link RuleTree} has them. Pure. */
final class RolloutTree {
  private RolloutTree() {}

  /** Adds a policy's rollout to its {@code spec}, if it has one. */
  static void put(Policy policy, Map<String, Object> spec) {
    Rollout rollout = policy.rollout();
    if (rollout.waves().isEmpty()) {
      return;
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(
        "waves",
        rollout.waves().stream()
            .map(wave -> Map.of("clusters", wave.stream().map(OriginId::value).toList()))
            .toList());
    tree.put("soak", YamlTimes.text(rollout.soak()));
    tree.put("deadline", YamlTimes.text(rollout.deadline()));
    spec.put("rollout", tree);
  }
}
