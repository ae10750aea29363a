package dev.portolan.rules;

import dev.portolan.registry.ExportRules;
import dev.portolan.registry.ExportSelector;
import dev.portolan.registry.ImportRules;
import dev.portolan.registry.OriginId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What members show each other, as trees of documents; see {@link RuleTree}. Pure. */
final class ExchangeTree {
  private ExchangeTree() {}

  static Map<String, Object> exports(ExportRules rules) {
    Map<String, Object> tree = new LinkedHashMap<>();
    putUnlessEmpty(tree, "namespaces", rules.namespaces());
    putUnlessEmpty(tree, "services", rules.services().stream().map(ExchangeTree::of).toList());
    putUnlessEmpty(tree, "optIn", rules.optIns().stream().map(YamlValues::name).toList());
    return tree;
  }

  private static Map<String, Object> of(ExportSelector selector) {
    Map<String, Object> tree = new LinkedHashMap<>();
    putUnlessEmpty(tree, "namespaces", selector.namespaces());
    putUnlessEmpty(tree, "names", selector.names());
    if (!selector.labels().isEmpty()) {
      tree.put("labels", new LinkedHashMap<>(selector.labels()));
    }
    putUnlessEmpty(tree, "origins", selector.origins().stream().map(OriginId::value).toList());
    return tree;
  }

  static List<Object> imports(ImportRules rules) {
    List<Object> list = new ArrayList<>();
    rules
        .namespaces()
        .forEach(
            (member, namespaces) -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("member", member.value());
              entry.put("namespaces", List.copyOf(namespaces));
              list.add(entry);
            });
    return list;
  }

  private static void putUnlessEmpty(
      Map<String, Object> tree, String field, Collection<?> elements) {
    if (!elements.isEmpty()) {
      tree.put(field, List.copyOf(elements));
    }
  }
}
