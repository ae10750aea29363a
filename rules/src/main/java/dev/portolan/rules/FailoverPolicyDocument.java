package dev.portolan.rules;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverPolicy.Rest;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Names;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.PartitionLabels;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.rules.YamlMapping.Located;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The {@code spec} of a document of kind FailoverPolicy. Pure. */
final class FailoverPolicyDocument {
  static final Set<String> FIELDS =
      Set.of("virtualMesh", "hosts", "tiers", "rest", "outlierDetection");

  private static final Set<String> OUTLIER_FIELDS =
      Set.of("consecutiveErrors", "interval", "baseEjectionTime", "maxEjectionPercent");

  private FailoverPolicyDocument() {}

  /** The policy; a problem is added for whatever is wrong, and then it does not count. */
  static Optional<FailoverPolicy> read(String name, YamlMapping spec) {
    Optional<VirtualMeshKey> mesh = mesh(spec);
    SortedSet<HostSelector> hosts = hosts(spec);
    List<FailoverTier> tiers = FailoverTierDocument.read(spec);
    Rest rest = YamlValues.optional(spec, "rest", Rest.LAST);
    OutlierRule outlier =
        spec.optionalMapping("outlierDetection", OUTLIER_FIELDS)
            .map(FailoverPolicyDocument::outlier)
            .orElse(OutlierRule.DEFAULT);
    return spec.sound()
        ? mesh.map(
            key -> new FailoverPolicy(PolicyKey.failover(name), key, hosts, tiers, rest, outlier))
        : Optional.empty();
  }

  private static Optional<VirtualMeshKey> mesh(YamlMapping spec) {
    return spec.text("virtualMesh")
        .map(
            text ->
                YamlValues.checked(spec, "spec.virtualMesh", List.of(text), Names::labelProblem))
        .filter(good -> !good.isEmpty())
        .map(good -> new VirtualMeshKey(good.get(0)));
  }

  private static SortedSet<HostSelector> hosts(YamlMapping spec) {
    List<Located> texts = spec.texts("hosts");
    SortedSet<HostSelector> hosts = new TreeSet<>();
    if (spec.has("hosts") && (texts.isEmpty() || texts.size() > Policy.MAX_SELECTORS)) {
      spec.problem(
          spec.node(),
          "spec.hosts has %d entries; 1 to %d are allowed"
              .formatted(texts.size(), Policy.MAX_SELECTORS));
    }
    for (Located text : texts) {
      Optional<HostSelector> selector = HostSelector.parse(text.text());
      selector.ifPresent(found -> hosts.add(found));
      if (selector.isEmpty()) {
        spec.problem(
            text.node(),
            "spec.hosts is '%s'; <namespace>/<name>, <namespace>/* or * is expected"
                .formatted(text.text()));
      }
    }
    return hosts;
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
    Optional<Located> text = rule.optionalText(field);
    Optional<Duration> time =
        text.flatMap(found -> PartitionLabels.grace(found.text())).filter(OutlierRule::isTime);
    if (text.isPresent() && time.isEmpty()) {
      rule.problem(
          text.get().node(),
          "spec.outlierDetection.%s is '%s'; a time such as 5s or 2m from 1s to %dh is expected"
              .formatted(field, text.get().text(), OutlierRule.MAX_TIME.toHours()));
    }
    return time.orElse(usual);
  }
}
