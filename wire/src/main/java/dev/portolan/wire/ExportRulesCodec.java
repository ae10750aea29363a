package dev.portolan.wire;

import dev.portolan.registry.ExportRules;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.ExportSelector;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Service;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.v1.ExportOptIn;
import dev.portolan.v1.ExportRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What members export. A way to ask for it that this version does not know is not refused: the
 * planner says so, and nothing is exported by it.
 */
final class ExportRulesCodec {
  private ExportRulesCodec() {}

  static ExportRule encode(ExportRules rules) {
    ExportRule.Builder message = ExportRule.newBuilder().addAllNamespaces(rules.namespaces());
    rules.services().forEach(selector -> message.addServices(encode(selector)));
    rules.optIns().forEach(optIn -> message.addOptInValue(OptInCodec.encode(optIn)));
    return message.build();
  }

  private static dev.portolan.v1.ExportSelector encode(ExportSelector selector) {
    return dev.portolan.v1.ExportSelector.newBuilder()
        .addAllNamespaces(selector.namespaces())
        .addAllNames(selector.names())
        .putAllLabels(selector.labels())
        .addAllOrigins(selector.origins().stream().map(OriginId::value).toList())
        .build();
  }

  /** Empty, with violations, where something is wrong. */
  static Optional<ExportRules> decode(ExportRule message, Violations at) {
    int before = at.count();
    List<String> namespaces = message.getNamespacesList();
    if (!namespaces.equals(List.of("*"))) {
      TextRules.checkEach(
          "namespaces", namespaces, VirtualMesh.MAX_EXPORTED_NAMESPACES, Names::labelProblem, at);
    }
    List<ExportSelector> services = selectors(message.getServicesList(), at);
    SortedSet<OptIn> optIns = optIns(message.getOptInList(), at);
    return at.count() > before
        ? Optional.empty()
        : Optional.of(new ExportRules(Sorted.set(namespaces), services, optIns));
  }

  private static List<ExportSelector> selectors(
      List<dev.portolan.v1.ExportSelector> messages, Violations at) {
    List<ExportSelector> selectors = new ArrayList<>();
    if (TextRules.within("services", messages.size(), ExportRules.MAX_SELECTORS, at)) {
      for (int i = 0; i < messages.size(); i++) {
        selector(messages.get(i), at.at("services", i)).ifPresent(selectors::add);
      }
    }
    return selectors;
  }

  private static Optional<ExportSelector> selector(
      dev.portolan.v1.ExportSelector message, Violations at) {
    int before = at.count();
    int most = ExportSelector.MAX_ENTRIES;
    TextRules.checkEach("namespaces", message.getNamespacesList(), most, Names::labelProblem, at);
    TextRules.checkEach("names", message.getNamesList(), most, ExportSelector::patternProblem, at);
    TextRules.checkEach("origins", message.getOriginsList(), most, Names::labelProblem, at);
    TextRules.checkLabels("labels", message.getLabelsMap(), Service.MAX_LABELS, at);
    boolean silent =
        message.getNamespacesCount() == 0
            && message.getNamesCount() == 0
            && message.getOriginsCount() == 0
            && message.getLabelsCount() == 0;
    if (silent) {
      at.add("namespaces", "is empty, as all else is; a selector has to say something");
    }
    return at.count() > before
        ? Optional.empty()
        : Optional.of(
            new ExportSelector(
                Sorted.set(message.getNamespacesList()),
                Sorted.set(message.getNamesList()),
                Sorted.map(message.getLabelsMap()),
                new TreeSet<>(message.getOriginsList().stream().map(OriginId::new).toList())));
  }

  private static SortedSet<OptIn> optIns(List<ExportOptIn> messages, Violations at) {
    SortedSet<OptIn> optIns = new TreeSet<>();
    for (int i = 0; i < messages.size(); i++) {
      OptInCodec.decode(messages.get(i), at.at("opt_in", i)).ifPresent(optIn -> optIns.add(optIn));
    }
    return optIns;
  }
}
