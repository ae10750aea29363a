package dev.portolan.rules;

import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Names;
import dev.portolan.registry.Policy;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.rules.YamlMapping.Located;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the documents of all policies have. Pure. */
final class PolicyDocument {
  private PolicyDocument() {}

  /** The virtual mesh that it is for. */
  static Optional<VirtualMeshKey> mesh(YamlMapping spec) {
    return spec.text("virtualMesh")
        .map(
            text ->
                YamlValues.checked(spec, "spec.virtualMesh", List.of(text), Names::labelProblem))
        .filter(good -> !good.isEmpty())
        .map(good -> new VirtualMeshKey(good.get(0)));
  }

  /** The hosts that it is about. */
  static SortedSet<HostSelector> hosts(YamlMapping spec) {
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
}
