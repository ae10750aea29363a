package dev.portolan.server.config;

import dev.portolan.registry.HostRules;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.config.YamlMapping.Located;
import dev.portolan.settings.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.Node;

/** One YAML document of kind VirtualMesh. Pure. */
final class VirtualMeshDocument {
  private static final String API_VERSION = "portolan.dev/v1";
  private static final String KIND = "VirtualMesh";

  private VirtualMeshDocument() {}

  /** The virtual mesh of a document; whatever is wrong with it is added to the problems. */
  static Optional<VirtualMesh> read(String file, Node document, List<Problem> problems) {
    int before = problems.size();
    Optional<YamlMapping> root =
        YamlMapping.of(
            file, "", document, Set.of("apiVersion", "kind", "metadata", "spec"), problems);
    if (root.isEmpty() || !isVirtualMesh(root.get())) {
      return Optional.empty();
    }
    String name =
        root.get()
            .mapping("metadata", Set.of("name"))
            .map(metadata -> label(metadata, metadata.text("name")))
            .orElse("");
    Optional<YamlMapping> spec =
        root.get().mapping("spec", Set.of("members", "suffix", "exports", "hosts", "partition"));
    List<OriginId> members = spec.map(VirtualMeshDocument::members).orElseGet(List::of);
    String suffix = spec.map(VirtualMeshDocument::suffix).orElse("");
    List<String> exports = spec.map(VirtualMeshDocument::exports).orElseGet(List::of);
    HostRules hosts = spec.map(HostRulesDocument::read).orElse(HostRules.DEFAULT);
    PartitionRules partition = spec.map(PartitionDocument::read).orElse(PartitionRules.KEEP);
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(
            new VirtualMesh(
                new VirtualMeshKey(name), members, suffix, Sorted.set(exports), hosts, partition));
  }

  private static boolean isVirtualMesh(YamlMapping root) {
    Optional<Located> version = root.text("apiVersion");
    Optional<Located> kind = root.text("kind");
    version
        .filter(found -> !found.text().equals(API_VERSION))
        .ifPresent(
            found ->
                root.problem(
                    found.node(),
                    "apiVersion is '%s'; %s is known".formatted(found.text(), API_VERSION)));
    kind.filter(found -> !found.text().equals(KIND))
        .ifPresent(
            found ->
                root.problem(
                    found.node(), "kind is '%s'; %s is expected".formatted(found.text(), KIND)));
    return kind.filter(found -> found.text().equals(KIND)).isPresent()
        && version.filter(found -> found.text().equals(API_VERSION)).isPresent();
  }

  private static List<OriginId> members(YamlMapping spec) {
    List<Located> texts = spec.texts("members");
    if (texts.isEmpty() || texts.size() > VirtualMesh.MAX_MEMBERS) {
      spec.problem(
          spec.node(),
          "spec.members has %d members; 1 to %d are allowed"
              .formatted(texts.size(), VirtualMesh.MAX_MEMBERS));
    }
    return checked(spec, "spec.members", texts, Names::labelProblem).stream()
        .map(OriginId::new)
        .toList();
  }

  private static String suffix(YamlMapping spec) {
    return spec.optionalText("suffix")
        .map(text -> checked(spec, "spec.suffix", List.of(text), Names::subdomainProblem))
        .map(good -> good.isEmpty() ? "" : good.get(0))
        .orElse(VirtualMesh.DEFAULT_SUFFIX);
  }

  private static List<String> exports(YamlMapping spec) {
    return spec.optionalMapping("exports", Set.of("namespaces"))
        .map(
            rule ->
                checked(
                    rule,
                    "spec.exports.namespaces",
                    rule.texts("namespaces"),
                    text -> text.equals("*") ? Optional.empty() : Names.labelProblem(text)))
        .orElseGet(List::of);
  }

  private static String label(YamlMapping mapping, Optional<Located> text) {
    return text.map(found -> checked(mapping, "metadata.name", List.of(found), Names::labelProblem))
        .map(good -> good.isEmpty() ? "" : good.get(0))
        .orElse("");
  }

  /** The texts that are good; the others become problems. */
  private static List<String> checked(
      YamlMapping mapping,
      String field,
      List<Located> texts,
      Function<String, Optional<String>> rule) {
    List<String> good = new ArrayList<>();
    for (Located text : texts) {
      Optional<String> problem = rule.apply(text.text());
      problem.ifPresent(found -> mapping.problem(text.node(), field + " " + found));
      if (problem.isEmpty()) {
        good.add(text.text());
      }
    }
    return good;
  }
}
