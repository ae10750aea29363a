package dev.portolan.agent.discovery.conversion;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the findings about one service: at most {@value #MAX_PER_CODE} of each code, then a
 * count. Confined to one thread; lives for one conversion.
 */
final class ServiceFindings {
  private static final int MAX_PER_CODE = 10;

  private final String subject;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<FindingCode, Integer> counts = new EnumMap<>(FindingCode.class);

  ServiceFindings(String subject) {
    this.subject = subject;
  }

  void add(FindingCode code, String message) {
    if (counts.merge(code, 1, Integer::sum) <= MAX_PER_CODE) {
      findings.add(new Finding(code, subject, message));
    }
  }

  List<Finding> build() {
    List<Finding> all = new ArrayList<>(findings);
    counts.forEach(
        (code, count) -> {
          if (count > MAX_PER_CODE) {
            all.add(new Finding(code, subject, "… and %d more".formatted(count - MAX_PER_CODE)));
          }
        });
    return all.stream().sorted().distinct().toList();
  }
}
