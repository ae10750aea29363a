package dev.portolan.rules;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverPolicy.Rest;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.VirtualMeshKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** The {@code spec} of a document of kind FailoverPolicy. Pure. */
final class FailoverPolicyDocument {
  static final Set<String> FIELDS =
      Set.of("virtualMesh", "hosts", "tiers", "rest", "outlierDetection", "partition", "rollout");

  static final Set<String> OUTLIER_FIELDS =
      Set.of("consecutiveErrors", "interval", "baseEjectionTime", "maxEjectionPercent");

  private FailoverPolicyDocument() {}

  /** The policy; a problem is added for whatever is wrong, and then it does not count. */
  static Optional<FailoverPolicy> read(String name, YamlMapping spec) {
    Optional<VirtualMeshKey> mesh = PolicyDocument.mesh(spec);
    SortedSet<HostSelector> hosts = PolicyDocument.hosts(spec);
    List<FailoverTier> tiers =
        spec.has("tiers") || !spec.has("partition") ? FailoverTierDocument.read(spec) : List.of();
    Rest rest = YamlValues.optional(spec, "rest", Rest.LAST);
    OutlierRule outlier =
        spec.optionalMapping("outlierDetection", OUTLIER_FIELDS)
            .map(FailoverPolicyDocument::outlier)
            .orElse(OutlierRule.DEFAULT);
    Optional<PartitionRule> partition = PartitionDocument.rule(spec);
    Rollout rollout = RolloutDocument.read(spec);
    if (!spec.has("tiers") && spec.has("partition")) {
      List.of("rest", "outlierDetection").stream()
          .filter(spec::has)
          .forEach(field -> spec.problem(spec.node(), "spec.%s needs spec.tiers".formatted(field)));
    }
    return spec.sound()
        ? mesh.map(
            key ->
                new FailoverPolicy(
                    PolicyKey.failover(name), key, hosts, tiers, rest, outlier, partition, rollout))
        : Optional.empty();
  }

  private static OutlierRule outlier(YamlMapping rule) {
    OutlierRule usual = OutlierRule.DEFAULT;
    return new OutlierRule(
        YamlValues.number(
            rule,
            "consecutiveErrors",
            "spec.outlierDetection.consecutiveErrors",
            OutlierRule.MAX_ERRORS,
            usual.consecutiveErrors()),
        time(rule, "interval", usual.interval()),
        time(rule, "baseEjectionTime", usual.ejection()),
        YamlValues.number(
            rule,
            "maxEjectionPercent",
            "spec.outlierDetection.maxEjectionPercent",
            100,
            usual.maxEjectedPercent()));
  }

  private static Duration time(YamlMapping rule, String field, Duration usual) {
    return YamlTimes.optional(
            rule,
            field,
            "spec.outlierDetection." + field,
            OutlierRule::isTime,
            "a time such as 5s or 2m from 1s to %dh".formatted(OutlierRule.MAX_TIME.toHours()))
        .orElse(usual);
  }
}
