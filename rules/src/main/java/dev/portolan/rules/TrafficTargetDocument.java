package dev.portolan.rules;

import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.TrafficSplit;
import dev.portolan.registry.TrafficSplit.Branch;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.rules.YamlMapping.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a TrafficPolicy sends requests: {@code spec.split}, and the target of copies. Pure. */
final class TrafficTargetDocument {
  static final Set<String> BRANCH_FIELDS = Set.of("cluster", "host", "weight");

  private TrafficTargetDocument() {}

  /**
   * The {@code split} of a mapping, if there is a good one.
   *
   * @param path of it, for problems
   */
  static Optional<TrafficSplit> split(YamlMapping spec, String path) {
    if (!spec.has("split")) {
      return Optional.empty();
    }
    List<YamlMapping> entries = spec.optionalMappings("split", BRANCH_FIELDS);
    if (entries.isEmpty() || entries.size() > TrafficSplit.MAX_BRANCHES) {
      spec.problem(
          spec.node(),
          "%s has %d branches; 1 to %d are allowed"
              .formatted(path, entries.size(), TrafficSplit.MAX_BRANCHES));
    }
    List<Branch> branches = new ArrayList<>();
    for (YamlMapping entry : entries) {
      entry.text("weight");
      int weight = YamlValues.number(entry, "weight", path + ".weight", TrafficSplit.MAX_WEIGHT, 1);
      Optional<TrafficTarget> target = target(entry, path);
      if (target.isPresent()
          && branches.stream().anyMatch(branch -> branch.target().equals(target.get()))) {
        entry.problem(entry.node(), path + " has " + target.get() + " twice");
      }
      target.ifPresent(found -> branches.add(new Branch(found, weight)));
    }
    return spec.sound() ? Optional.of(new TrafficSplit(branches)) : Optional.empty();
  }

  /** Exactly one of {@code cluster} and {@code host}. */
  static Optional<TrafficTarget> target(YamlMapping mapping, String path) {
    if (mapping.has("cluster") == mapping.has("host")) {
      mapping.problem(
          mapping.node(), path + " is to name exactly one of cluster and host at each place");
      return Optional.empty();
    }
    if (mapping.has("cluster")) {
      Optional<Located> text = mapping.text("cluster");
      return YamlValues.checked(
              mapping, path + ".cluster", text.stream().toList(), Names::labelProblem)
          .stream()
          .findFirst()
          .map(name -> new TrafficTarget.InCluster(new OriginId(name)));
    }
    return mapping
        .text("host")
        .flatMap(text -> YamlValues.host(mapping, path + ".host", text))
        .map(TrafficTarget.OtherHost::new);
  }
}
