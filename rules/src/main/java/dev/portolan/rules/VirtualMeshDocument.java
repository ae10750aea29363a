package dev.portolan.rules;

import dev.portolan.registry.ExportRules;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.ImportRules;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMesh.AccessDefault;
import dev.portolan.registry.VirtualMesh.TrustRule;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.rules.YamlMapping.Located;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@code spec} of a document of kind VirtualMesh. Pure. */
final class VirtualMeshDocument {
  static final Set<String> FIELDS =
      Set.of("members", "suffix", "exports", "imports", "hosts", "partition", "access", "trust");

  private VirtualMeshDocument() {}

  /** The virtual mesh; a problem is added for whatever is wrong, and then it does not count. */
  static Optional<VirtualMesh> read(String name, YamlMapping spec) {
    List<OriginId> members = members(spec);
    String suffix = suffix(spec);
    ExportRules exports = ExportsDocument.read(spec);
    ImportRules imports = ImportsDocument.read(spec);
    HostRules hosts = HostRulesDocument.read(spec);
    PartitionRules partition = PartitionDocument.read(spec);
    AccessDefault access = YamlValues.optional(spec, "access", AccessDefault.ALLOW);
    TrustRule trust = YamlValues.optional(spec, "trust", TrustRule.VERIFY);
    return spec.sound()
        ? Optional.of(
            new VirtualMesh(
                new VirtualMeshKey(name),
                members,
                suffix,
                exports,
                hosts,
                partition,
                access,
                imports,
                trust))
        : Optional.empty();
  }

  private static List<OriginId> members(YamlMapping spec) {
    List<Located> texts = spec.texts("members");
    if (texts.isEmpty() || texts.size() > VirtualMesh.MAX_MEMBERS) {
      spec.problem(
          spec.node(),
          "spec.members has %d members; 1 to %d are allowed"
              .formatted(texts.size(), VirtualMesh.MAX_MEMBERS));
    }
    return YamlValues.checked(spec, "spec.members", texts, Names::labelProblem).stream()
        .map(OriginId::new)
        .toList();
  }

  private static String suffix(YamlMapping spec) {
    return spec.optionalText("suffix")
        .map(
            text -> YamlValues.checked(spec, "spec.suffix", List.of(text), Names::subdomainProblem))
        .map(good -> good.isEmpty() ? "" : good.get(0))
        .orElse(VirtualMesh.DEFAULT_SUFFIX);
  }
}
