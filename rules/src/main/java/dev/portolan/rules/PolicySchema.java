package dev.portolan.rules;

import static dev.portolan.rules.SchemaTypes.label;
import static dev.portolan.rules.SchemaTypes.list;
import static dev.portolan.rules.SchemaTypes.mapping;
import static dev.portolan.rules.SchemaTypes.time;

import dev.portolan.registry.Rollout;
import java.util.HashMap;
import java.util.Map;

/** The part of the schema that all policies have, see {@link RuleSchema}. Pure. */
final class PolicySchema {
  private PolicySchema() {}

  /** The types of all fields, of which a kind's own are given. */
  static Map<String, Object> types(Map<String, Object> own) {
    Map<String, Object> types = new HashMap<>(own);
    types.put("virtualMesh", label());
    types.put("hosts", SchemaTypes.selectors());
    types.put(
        "rollout",
        mapping(
            RolloutDocument.FIELDS,
            Map.of(
                "waves",
                list(
                    mapping(
                        RolloutDocument.WAVE_FIELDS,
                        Map.of("clusters", list(label(), 1, Rollout.MAX_CLUSTERS)),
                        "clusters"),
                    1,
                    Rollout.MAX_WAVES),
                "soak",
                time(),
                "deadline",
                time()),
            "waves"));
    return types;
  }
}
