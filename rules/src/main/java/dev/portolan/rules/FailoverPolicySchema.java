package dev.portolan.rules;

import static dev.portolan.rules.SchemaTypes.exactlyOne;
import static dev.portolan.rules.SchemaTypes.label;
import static dev.portolan.rules.SchemaTypes.list;
import static dev.portolan.rules.SchemaTypes.mapping;
import static dev.portolan.rules.SchemaTypes.number;
import static dev.portolan.rules.SchemaTypes.someOf;
import static dev.portolan.rules.SchemaTypes.time;
import static dev.portolan.rules.SchemaTypes.words;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.PartitionRule;
import java.util.List;
import java.util.Map;

/** The schema of a failover policy, see {@link RuleSchema}. Pure. */
final class FailoverPolicySchema {
  private FailoverPolicySchema() {}

  static Map<String, Object> spec() {
    return someOf(
        mapping(
            FailoverPolicyDocument.FIELDS,
            PolicySchema.types(
                Map.of(
                    "tiers", list(tier(), 1, FailoverPolicy.MAX_TIERS),
                    "rest", words(FailoverPolicy.Rest.class),
                    "outlierDetection",
                        mapping(
                            FailoverPolicyDocument.OUTLIER_FIELDS,
                            Map.of(
                                "consecutiveErrors", number(1, OutlierRule.MAX_ERRORS),
                                "interval", time(),
                                "baseEjectionTime", time(),
                                "maxEjectionPercent", number(1, 100))),
                    "partition",
                        mapping(
                            PartitionDocument.RULE_FIELDS,
                            Map.of("rule", words(PartitionRule.Action.class), "grace", time()),
                            "rule"))),
            "virtualMesh",
            "hosts"),
        List.of("tiers", "partition"));
  }

  private static Map<String, Object> tier() {
    int most = FailoverTier.MAX_NAMES;
    return exactlyOne(
        mapping(
            FailoverTierDocument.FIELDS,
            Map.of(
                "near", words(FailoverTier.Distance.class),
                "clusters", list(label(), 1, most),
                "regions", list(Map.of("type", "string"), 1, most),
                "weighted",
                    list(
                        mapping(
                            FailoverTierDocument.SHARE_FIELDS,
                            Map.of(
                                "cluster", label(), "weight", number(1, FailoverTier.MAX_WEIGHT)),
                            "cluster",
                            "weight"),
                        1,
                        most))),
        FailoverTierDocument.FIELDS.stream().sorted().toList());
  }
}
