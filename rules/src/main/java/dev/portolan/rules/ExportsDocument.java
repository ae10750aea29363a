package dev.portolan.rules;

import dev.portolan.registry.ExportRules;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.ExportSelector;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Service;
import dev.portolan.registry.Sorted;
import dev.portolan.rules.YamlMapping.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The {@code spec.exports} of a virtual mesh's document. Pure. */
final class ExportsDocument {
  static final Set<String> FIELDS = Set.of("namespaces", "services", "optIn");
  static final Set<String> SELECTOR_FIELDS = Set.of("namespaces", "names", "labels", "origins");
  private static final String PATH = "spec.exports.services";

  private ExportsDocument() {}

  /** What is exported: nothing where nothing is said, and where a problem was found. */
  static ExportRules read(YamlMapping spec) {
    return spec.optionalMapping("exports", FIELDS)
        .map(ExportsDocument::rules)
        .orElse(ExportRules.NOTHING);
  }

  private static ExportRules rules(YamlMapping exports) {
    List<String> namespaces =
        exports.has("namespaces")
            ? YamlValues.checked(
                exports,
                "spec.exports.namespaces",
                exports.texts("namespaces"),
                text -> text.equals("*") ? Optional.empty() : Names.labelProblem(text))
            : List.of();
    List<YamlMapping> said = exports.optionalMappings("services", SELECTOR_FIELDS);
    if (said.size() > ExportRules.MAX_SELECTORS) {
      exports.problem(
          exports.node(),
          "%s has %d entries; at most %d are allowed"
              .formatted(PATH, said.size(), ExportRules.MAX_SELECTORS));
      return ExportRules.NOTHING;
    }
    List<ExportSelector> services = new ArrayList<>();
    said.forEach(mapping -> selector(mapping).ifPresent(services::add));
    SortedSet<OptIn> optIns = new TreeSet<>();
    if (exports.has("optIn")) {
      exports
          .texts("optIn")
          .forEach(text -> optIns.add(YamlValues.constant(exports, text, OptIn.LABEL)));
    }
    return new ExportRules(Sorted.set(namespaces), services, optIns);
  }

  private static Optional<ExportSelector> selector(YamlMapping mapping) {
    if (SELECTOR_FIELDS.stream().noneMatch(mapping::has)) {
      mapping.problem(
          mapping.node(),
          PATH
              + " has an entry that says nothing; one of namespaces, names, labels and origins is expected");
      return Optional.empty();
    }
    List<String> namespaces = list(mapping, "namespaces", Names::labelProblem);
    List<String> names = list(mapping, "names", ExportSelector::patternProblem);
    List<String> origins = list(mapping, "origins", Names::labelProblem);
    SortedMap<String, String> labels = labels(mapping);
    return mapping.sound()
        ? Optional.of(
            new ExportSelector(
                Sorted.set(namespaces),
                Sorted.set(names),
                labels,
                new TreeSet<>(origins.stream().map(OriginId::new).toList())))
        : Optional.empty();
  }

  private static List<String> list(
      YamlMapping mapping, String field, Function<String, Optional<String>> rule) {
    if (!mapping.has(field)) {
      return List.of();
    }
    List<Located> texts = mapping.texts(field);
    if (texts.isEmpty() || texts.size() > ExportSelector.MAX_ENTRIES) {
      mapping.problem(
          mapping.node(),
          "%s.%s has %d entries; 1 to %d are allowed"
              .formatted(PATH, field, texts.size(), ExportSelector.MAX_ENTRIES));
    }
    return YamlValues.checked(mapping, PATH + "." + field, texts, rule);
  }

  private static SortedMap<String, String> labels(YamlMapping mapping) {
    Map<String, Located> said = mapping.optionalTextsByName("labels");
    if (mapping.has("labels") && (said.isEmpty() || said.size() > Service.MAX_LABELS)) {
      mapping.problem(
          mapping.node(),
          "%s.labels has %d entries; 1 to %d are allowed"
              .formatted(PATH, said.size(), Service.MAX_LABELS));
    }
    SortedMap<String, String> labels = new TreeMap<>();
    said.forEach(
        (key, value) -> {
          Names.labelKeyProblem(key)
              .or(() -> Names.labelValueProblem(value.text()))
              .ifPresent(problem -> mapping.problem(value.node(), PATH + ".labels " + problem));
          labels.put(key, value.text());
        });
    return labels;
  }
}
