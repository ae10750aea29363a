package dev.portolan.rules;

import dev.portolan.registry.Names;
import dev.portolan.registry.Rule;
import dev.portolan.rules.YamlMapping.Located;
import dev.portolan.settings.Nearest;
import dev.portolan.settings.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** One YAML document with a rule: what all kinds have in common. Pure. */
final class RuleDocument {
  static final String API_VERSION = "portolan.dev/v1";
  static final String VIRTUAL_MESH = "VirtualMesh";
  static final String FAILOVER_POLICY = "FailoverPolicy";
  static final String TRAFFIC_POLICY = "TrafficPolicy";
  static final String ACCESS_POLICY = "AccessPolicy";
  // What the hub adds when it shows a rule is read over, so that what was shown can be applied.
  static final Set<String> FIELDS = Set.of("apiVersion", "kind", "metadata", "spec", "status");
  static final Set<String> METADATA_FIELDS = Set.of("name", "etag");

  private static final List<String> KINDS =
      List.of(VIRTUAL_MESH, FAILOVER_POLICY, TRAFFIC_POLICY, ACCESS_POLICY);

  private RuleDocument() {}

  /** The rule of a document; whatever is wrong with it is added to the problems. */
  static Optional<Rule> read(String file, Node document, List<Problem> problems) {
    int before = problems.size();
    Optional<YamlMapping> root = YamlMapping.of(file, "", document, FIELDS, problems);
    Optional<String> kind = root.flatMap(RuleDocument::kind);
    if (root.isEmpty() || kind.isEmpty()) {
      return Optional.empty();
    }
    String name =
        root.get()
            .mapping("metadata", METADATA_FIELDS)
            .map(metadata -> label(metadata, metadata.text("name")))
            .orElse("");
    Optional<? extends Rule> rule = spec(root.get(), kind.get(), orUnnamed(name));
    return problems.size() > before ? Optional.empty() : rule.map(Rule.class::cast);
  }

  private static Optional<? extends Rule> spec(YamlMapping root, String kind, String name) {
    return switch (kind) {
      case VIRTUAL_MESH ->
          root.mapping("spec", VirtualMeshDocument.FIELDS)
              .flatMap(spec -> VirtualMeshDocument.read(name, spec));
      case FAILOVER_POLICY ->
          root.mapping("spec", FailoverPolicyDocument.FIELDS)
              .flatMap(spec -> FailoverPolicyDocument.read(name, spec));
      case ACCESS_POLICY ->
          root.mapping("spec", AccessPolicyDocument.FIELDS)
              .flatMap(spec -> AccessPolicyDocument.read(name, spec));
      default ->
          root.mapping("spec", TrafficPolicyDocument.FIELDS)
              .flatMap(spec -> TrafficPolicyDocument.read(name, spec));
    };
  }

  // What has no good name is read on, for its other problems; it does not count.
  private static String orUnnamed(String name) {
    return name.isEmpty() ? "unnamed" : name;
  }

  private static Optional<String> kind(YamlMapping root) {
    Optional<Located> version = root.text("apiVersion");
    Optional<Located> kind = root.text("kind");
    version
        .filter(found -> !found.text().equals(API_VERSION))
        .ifPresent(
            found ->
                root.problem(
                    found.node(),
                    "apiVersion is '%s'; %s is known".formatted(found.text(), API_VERSION)));
    kind.filter(found -> !KINDS.contains(found.text()))
        .ifPresent(
            found ->
                root.problem(
                    found.node(),
                    "kind is '%s'; %s are known%s"
                        .formatted(found.text(), KINDS, Nearest.hint(found.text(), KINDS))));
    return version
        .filter(found -> found.text().equals(API_VERSION))
        .flatMap(good -> kind)
        .map(Located::text)
        .filter(KINDS::contains);
  }

  private static String label(YamlMapping mapping, Optional<Located> text) {
    return text.map(
            found ->
                YamlValues.checked(mapping, "metadata.name", List.of(found), Names::labelProblem))
        .map(good -> good.isEmpty() ? "" : good.get(0))
        .orElse("");
  }
}
