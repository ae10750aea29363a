package dev.portolan.wire;

import dev.portolan.registry.ImportRules;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.v1.ImportRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** What members see of that which is exported. */
final class ImportRulesCodec {
  private ImportRulesCodec() {}

  static List<ImportRule> encode(ImportRules rules) {
    List<ImportRule> messages = new ArrayList<>();
    rules
        .namespaces()
        .forEach(
            (member, namespaces) ->
                messages.add(
                    ImportRule.newBuilder()
                        .setMember(member.value())
                        .addAllNamespaces(namespaces)
                        .build()));
    return messages;
  }

  /** Empty, with violations, where something is wrong. */
  static Optional<ImportRules> decode(List<ImportRule> messages, Violations at) {
    int before = at.count();
    SortedMap<OriginId, SortedSet<String>> namespaces = new TreeMap<>();
    if (!TextRules.within("imports", messages.size(), VirtualMesh.MAX_MEMBERS, at)) {
      return Optional.empty();
    }
    int all = messages.stream().mapToInt(ImportRule::getNamespacesCount).sum();
    if (!TextRules.within("imports.namespaces", all, ImportRules.MAX_NAMESPACES, at)) {
      return Optional.empty();
    }
    for (int i = 0; i < messages.size(); i++) {
      ImportRule message = messages.get(i);
      Violations element = at.at("imports", i);
      int sofar = at.count();
      element.check("member", Names.labelProblem(message.getMember()));
      TextRules.checkEach(
          "namespaces",
          message.getNamespacesList(),
          ImportRules.MAX_NAMESPACES,
          Names::labelProblem,
          element);
      if (at.count() == sofar
          && namespaces.put(
                  new OriginId(message.getMember()), Sorted.set(message.getNamespacesList()))
              != null) {
        element.add("member", "%s is there already".formatted(message.getMember()));
      }
    }
    return at.count() > before ? Optional.empty() : Optional.of(new ImportRules(namespaces));
  }
}
