package dev.portolan.federation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a decision as a person would read it, one finding per line. */
final class DecisionYaml {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  private DecisionYaml() {}

  static String write(HostDecision decision, AccessDecision access) throws JsonProcessingException {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (decision instanceof HostPlan plan) {
      describe(plan, tree);
    } else {
      tree.put("omitted", decision.host().toString());
    }
    access.access().ifPresent(said -> tree.put("access", access(said)));
    tree.put(
        "findings",
        Stream.concat(decision.findings().stream(), access.findings().stream())
            .sorted()
            .map(Finding::toString)
            .toList());
    return YAML.writeValueAsString(tree);
  }

  private static void describe(HostPlan plan, Map<String, Object> tree) {
    tree.put("host", plan.fqdn());
    tree.put("key", plan.host().toString());
    tree.put("mesh", plan.mesh());
    tree.put("cluster", plan.cluster().value());
    tree.put("meshTlsOnly", plan.meshTlsOnly());
    if (!plan.exterior().equals(HostExterior.NONE)) {
      tree.put("exterior", plan.exterior().toString());
    }
    if (!plan.form().equals(HostForm.WHOLE)) {
      tree.put("form", form(plan.form()));
    }
    if (!plan.tiers().equals(TierOrder.DEFAULT)) {
      tree.put("tiers", tiers(plan.tiers()));
    }
    if (!plan.traffic().equals(HostTraffic.USUAL)) {
      tree.put("traffic", traffic(plan.traffic()));
    }
    tree.put("ports", plan.ports().stream().map(DecisionYaml::port).toList());
    tree.put("destinations", plan.destinations().stream().map(DecisionYaml::destination).toList());
    tree.put("identities", plan.identities());
  }

  private static Map<String, Object> access(HostAccess access) {
    Map<String, Object> tree = new LinkedHashMap<>();
    access.policy().ifPresent(policy -> tree.put("policy", policy));
    tree.put("selector", access.selector());
    tree.put("rules", access.rules().stream().map(AccessRule::toString).toList());
    if (!access.shapedBy().isEmpty()) {
      tree.put("shapedBy", access.shapedBy().stream().map(OriginId::value).toList());
    }
    return tree;
  }

  private static Map<String, Object> form(HostForm form) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("mode", form.mode().toString());
    tree.put("shards", form.shards());
    tree.put("generation", form.generation());
    tree.put("makesNamespace", form.makesNamespace());
    return tree;
  }

  private static Map<String, Object> tiers(TierOrder tiers) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("policy", tiers.policy());
    tree.put("ordinary", tiers.ordinary());
    tree.put("last", tiers.last());
    tree.put("byLocality", tiers.byLocality());
    tree.put("outlier", tiers.outlier().toString());
    return tree;
  }

  private static Map<String, Object> traffic(HostTraffic traffic) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!traffic.routes().isEmpty()) {
      tree.put("routes", traffic.routes().stream().map(HostTraffic.Route::toString).toList());
    }
    if (!traffic.cases().isEmpty()) {
      Map<String, Object> cases = new LinkedHashMap<>();
      traffic
          .cases()
          .forEach(
              each ->
                  cases.put(
                      each.match().toString(),
                      each.routes().stream().map(HostTraffic.Route::toString).toList()));
      tree.put("cases", cases);
    }
    traffic.mirror().ifPresent(mirror -> tree.put("mirror", mirror.toString()));
    if (!traffic.subsets().isEmpty()) {
      tree.put("subsets", traffic.subsets().stream().map(OriginId::value).toList());
    }
    traffic.retries().ifPresent(part -> tree.put("retries", part.toString()));
    traffic.timeout().ifPresent(part -> tree.put("timeout", part.toString()));
    traffic.fault().ifPresent(part -> tree.put("fault", part.toString()));
    traffic.headers().ifPresent(part -> tree.put("headers", part.toString()));
    traffic.sticky().ifPresent(part -> tree.put("sticky", part.toString()));
    Map<String, Object> policies = new LinkedHashMap<>();
    traffic.policies().forEach((kind, policy) -> policies.put(kind.word(), policy));
    tree.put("policies", policies);
    return tree;
  }

  private static String port(PlannedPort port) {
    String text = "%s %d %s".formatted(port.name(), port.number(), port.protocol());
    return port.sni().isEmpty() ? text : text + " sni " + port.sni();
  }

  private static Map<String, Object> destination(Destination destination) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("tier", destination.tier());
    tree.put("origin", destination.origin().value());
    tree.put("address", destination.address());
    tree.put("ports", destination.ports());
    tree.put("locality", destination.locality().toString());
    tree.put("weight", destination.weight());
    tree.put("meshed", destination.meshed());
    if (destination.meshMode() == Endpoint.MeshMode.AMBIENT) {
      tree.put("ambient", true);
    }
    if (destination.meshMode() == Endpoint.MeshMode.TLS) {
      tree.put("tls", true);
    }
    tree.put("gateway", destination.gateway());
    tree.put("labels", destination.labels());
    return tree;
  }
}
