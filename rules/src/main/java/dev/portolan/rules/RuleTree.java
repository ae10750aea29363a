package dev.portolan.rules;

import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.ExportRules;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.ImportRules;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Rule;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rules as the trees of their documents: mappings, sequences, texts and numbers, in the order in
 * which people write them. What has its usual value is left out. Reading the document gives the
 * rule back. Pure.
 */
public final class RuleTree {
  private RuleTree() {}

  /** The whole document: {@code apiVersion}, {@code kind}, {@code metadata}, {@code spec}. */
  public static Map<String, Object> of(Rule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", RuleDocument.API_VERSION);
    tree.put("kind", RuleNames.kind(rule.key()));
    tree.put("metadata", new LinkedHashMap<>(Map.of("name", rule.key().path())));
    tree.put("spec", spec(rule));
    return tree;
  }

  private static Map<String, Object> spec(Rule rule) {
    if (rule instanceof VirtualMesh mesh) {
      return spec(mesh);
    }
    Map<String, Object> spec = spec((Policy) rule);
    RolloutTree.put((Policy) rule, spec);
    return spec;
  }

  private static Map<String, Object> spec(Policy rule) {
    if (rule instanceof AccessPolicy policy) {
      return AccessTree.spec(policy);
    }
    return rule instanceof FailoverPolicy policy
        ? spec(policy)
        : TrafficTree.spec((TrafficPolicy) rule);
  }

  private static Map<String, Object> spec(VirtualMesh mesh) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("members", mesh.members().stream().map(OriginId::value).toList());
    spec.put("suffix", mesh.suffix());
    if (!mesh.exports().equals(ExportRules.NOTHING)) {
      spec.put("exports", ExchangeTree.exports(mesh.exports()));
    }
    if (!mesh.imports().equals(ImportRules.EVERYTHING)) {
      spec.put("imports", ExchangeTree.imports(mesh.imports()));
    }
    if (!mesh.hosts().equals(HostRules.DEFAULT)) {
      spec.put("hosts", hosts(mesh.hosts()));
    }
    if (!mesh.partition().equals(PartitionRules.KEEP)) {
      spec.put("partition", partition(mesh.partition()));
    }
    if (mesh.access() != VirtualMesh.AccessDefault.ALLOW) {
      spec.put("access", word(mesh.access()));
    }
    if (mesh.trust() != VirtualMesh.TrustRule.VERIFY) {
      spec.put("trust", word(mesh.trust()));
    }
    return spec;
  }

  private static Map<String, Object> hosts(HostRules rules) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("mode", word(rules.mode()));
    List<Object> services = new ArrayList<>();
    rules
        .exceptions()
        .forEach(
            (host, mode) -> {
              Map<String, Object> service = new LinkedHashMap<>();
              service.put("service", host.toString());
              service.put("mode", word(mode));
              services.add(service);
            });
    putUnlessEmpty(tree, "services", services);
    tree.put("missingNamespace", word(rules.missingNamespace()));
    tree.put("maxEndpoints", rules.maxEndpoints());
    tree.put("overflow", word(rules.overflow()));
    return tree;
  }

  private static Map<String, Object> partition(PartitionRules rules) {
    Map<String, Object> tree = partition(rules.rule());
    List<Object> services = new ArrayList<>();
    rules
        .exceptions()
        .forEach(
            (host, rule) -> {
              Map<String, Object> service = new LinkedHashMap<>();
              service.put("service", host.toString());
              service.putAll(partition(rule));
              services.add(service);
            });
    putUnlessEmpty(tree, "services", services);
    return tree;
  }

  private static Map<String, Object> partition(PartitionRule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rule", word(rule.action()));
    if (rule.action() != PartitionRule.Action.KEEP) {
      tree.put("grace", YamlTimes.text(rule.grace()));
    }
    return tree;
  }

  private static Map<String, Object> spec(FailoverPolicy policy) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("virtualMesh", policy.mesh().name());
    spec.put("hosts", policy.hosts().stream().map(HostSelector::toString).toList());
    if (policy.orders()) {
      spec.put("tiers", policy.tiers().stream().map(RuleTree::tier).toList());
      spec.put("rest", word(policy.rest()));
    }
    if (!policy.outlier().equals(OutlierRule.DEFAULT)) {
      spec.put("outlierDetection", outlier(policy.outlier()));
    }
    policy.partition().ifPresent(rule -> spec.put("partition", partition(rule)));
    return spec;
  }

  private static Map<String, Object> tier(FailoverTier tier) {
    if (tier instanceof FailoverTier.Near near) {
      return Map.of("near", word(near.within()));
    }
    if (tier instanceof FailoverTier.Regions named) {
      return Map.of("regions", List.copyOf(named.regions()));
    }
    if (!(tier instanceof FailoverTier.Clusters named)) {
      return Map.of("unknown", "needs a newer portolan");
    }
    if (!named.weighted()) {
      return Map.of("clusters", named.weights().keySet().stream().map(OriginId::value).toList());
    }
    List<Object> shares = new ArrayList<>();
    named
        .weights()
        .forEach(
            (cluster, weight) -> {
              Map<String, Object> share = new LinkedHashMap<>();
              share.put("cluster", cluster.value());
              share.put("weight", weight);
              shares.add(share);
            });
    return Map.of("weighted", shares);
  }

  private static Map<String, Object> outlier(OutlierRule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("consecutiveErrors", rule.consecutiveErrors());
    tree.put("interval", YamlTimes.text(rule.interval()));
    tree.put("baseEjectionTime", YamlTimes.text(rule.ejection()));
    tree.put("maxEjectionPercent", rule.maxEjectedPercent());
    return tree;
  }

  private static void putUnlessEmpty(Map<String, Object> tree, String field, List<Object> list) {
    if (!list.isEmpty()) {
      tree.put(field, list);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
