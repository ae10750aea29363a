package dev.portolan.rules;

import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRule.Action;
import dev.portolan.registry.PartitionRules;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The {@code spec.partition} of the documents of virtual meshes and failover policies. Pure. */
final class PartitionDocument {
  static final Set<String> FIELDS = Set.of("rule", "grace", "services");
  static final Set<String> SERVICE_FIELDS = Set.of("service", "rule", "grace");
  static final Set<String> RULE_FIELDS = Set.of("rule", "grace");

  private PartitionDocument() {}

  /** The rules; everything is kept where nothing is said, and where a problem was found. */
  static PartitionRules read(YamlMapping spec) {
    return spec.optionalMapping("partition", FIELDS)
        .map(PartitionDocument::rules)
        .orElse(PartitionRules.KEEP);
  }

  /** The one rule of a failover policy, if it says any. */
  static Optional<PartitionRule> rule(YamlMapping spec) {
    return spec.optionalMapping("partition", RULE_FIELDS)
        .flatMap(
            partition ->
                partition
                    .text("rule")
                    .map(text -> YamlValues.constant(partition, text, Action.KEEP))
                    .map(action -> rule(partition, "spec.partition.grace", action)));
  }

  private static PartitionRules rules(YamlMapping partition) {
    Action action = YamlValues.optional(partition, "rule", Action.KEEP);
    return new PartitionRules(
        rule(partition, "spec.partition.grace", action),
        YamlValues.byHost(
            partition, "spec.partition.services", SERVICE_FIELDS, PartitionDocument::exception));
  }

  private static Optional<PartitionRule> exception(YamlMapping service) {
    return service
        .text("rule")
        .map(text -> YamlValues.constant(service, text, Action.KEEP))
        .map(action -> rule(service, "spec.partition.services.grace", action));
  }

  private static PartitionRule rule(YamlMapping mapping, String path, Action action) {
    Optional<Duration> grace =
        YamlTimes.optional(
            mapping,
            "grace",
            path,
            time -> time.compareTo(PartitionRule.MAX_GRACE) <= 0 && time.toMillis() % 1000 == 0,
            "a time such as 90s, 10m or 2h up to %dh".formatted(PartitionRule.MAX_GRACE.toHours()));
    return action == Action.KEEP
        ? PartitionRule.KEEP
        : new PartitionRule(action, grace.orElse(PartitionRule.DEFAULT_GRACE));
  }
}
