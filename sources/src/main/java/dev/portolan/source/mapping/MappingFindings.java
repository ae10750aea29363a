package dev.portolan.source.mapping;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is to say about one service's instances: of each kind and subject the first in full,
 * of the others how many there are. Confined to one thread; lives for one mapping.
 */
final class MappingFindings {
  private record Kind(FindingCode code, String subject) {}

  private final Map<Kind, List<String>> messages = new LinkedHashMap<>();

  void add(FindingCode code, String subject, String message) {
    messages.computeIfAbsent(new Kind(code, subject), absent -> new ArrayList<>()).add(message);
  }

  List<Finding> build() {
    List<Finding> findings = new ArrayList<>();
    messages.forEach(
        (kind, said) ->
            findings.add(
                new Finding(
                    kind.code(),
                    kind.subject(),
                    said.size() == 1
                        ? said.get(0)
                        : "%s (and %d more like it)".formatted(said.get(0), said.size() - 1))));
    return findings;
  }
}
