package dev.portolan.wire;

import dev.portolan.registry.Names;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Rules for collections of text in untrusted input: how many, which syntax, whether distinct. */
final class TextRules {
  private TextRules() {}

  /** Whether a field holds at most {@code max} elements; beyond that none of them is looked at. */
  static boolean within(String field, int size, int max, Violations at) {
    if (size > max) {
      at.add(field, "has %d elements; at most %d are allowed".formatted(size, max));
    }
    return size <= max;
  }

  /** Kubernetes labels. */
  static void checkLabels(String field, Map<String, String> labels, int max, Violations at) {
    if (within(field, labels.size(), max, at)) {
      labels.forEach(
          (key, value) -> {
            Optional<String> badKey = Names.labelKeyProblem(key);
            Optional<String> badValue = Names.labelValueProblem(value);
            // The path is a text of its own: only for what is wrong.
            if (badKey.isPresent()) {
              at.add(field, "key " + badKey.get());
            } else if (badValue.isPresent()) {
              at.add(field + '[' + key + ']', badValue.get());
            }
          });
    }
  }

  /** A list of at most {@code max} values, each by a rule of {@code Names}. */
  static void checkEach(
      String field,
      List<String> values,
      int max,
      Function<String, Optional<String>> rule,
      Violations at) {
    if (within(field, values.size(), max, at)) {
      for (int i = 0; i < values.size(); i++) {
        Optional<String> problem = rule.apply(values.get(i));
        if (problem.isPresent()) {
          at.at(field, i).add(problem.get());
        }
      }
      checkDistinct(field, values, at);
    }
  }

  /** No element occurs twice; the later one is the violation. */
  static void checkDistinct(String field, Collection<?> values, Violations at) {
    Set<Object> seen = new HashSet<>();
    int i = 0;
    for (Object value : values) {
      if (!seen.add(value)) {
        at.at(field, i).add("repeats an earlier element");
      }
      i++;
    }
  }
}
