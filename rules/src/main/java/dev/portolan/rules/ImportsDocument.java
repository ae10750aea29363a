package dev.portolan.rules;

import dev.portolan.registry.ImportRules;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The {@code spec.imports} of a virtual mesh's document. Pure. */
final class ImportsDocument {
  private static final String PATH = "spec.imports";

  static final Set<String> FIELDS = Set.of("member", "namespaces");

  private ImportsDocument() {}

  /** What single members import; everybody imports everything where nothing is said. */
  static ImportRules read(YamlMapping spec) {
    SortedMap<OriginId, SortedSet<String>> namespaces = new TreeMap<>();
    int all = 0;
    for (YamlMapping entry : spec.optionalMappings("imports", FIELDS)) {
      Optional<OriginId> member = member(entry);
      List<String> some =
          YamlValues.checked(
              entry, PATH + ".namespaces", entry.texts("namespaces"), Names::labelProblem);
      all += some.size();
      if (member.isPresent() && namespaces.put(member.get(), Sorted.set(some)) != null) {
        entry.problem(entry.node(), "%s has %s twice".formatted(PATH, member.get()));
      }
    }
    if (all > ImportRules.MAX_NAMESPACES) {
      spec.problem(
          spec.node(),
          "%s has %d namespaces; at most %d are allowed"
              .formatted(PATH, all, ImportRules.MAX_NAMESPACES));
      return ImportRules.EVERYTHING;
    }
    return new ImportRules(namespaces);
  }

  private static Optional<OriginId> member(YamlMapping entry) {
    return entry
        .text("member")
        .map(
            text -> YamlValues.checked(entry, PATH + ".member", List.of(text), Names::labelProblem))
        .filter(good -> !good.isEmpty())
        .map(good -> new OriginId(good.get(0)));
  }
}
