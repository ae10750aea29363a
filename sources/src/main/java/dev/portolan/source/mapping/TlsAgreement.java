package dev.portolan.source.mapping;

import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Under which name the instances of a service take TLS: under the one that most of them say, or not
 * at all where most say nothing; of equals, under the first. Those who say something else are left
 * out: neither plain text nor the demand for another certificate would be right for them.
 *
 * @param name DNS name in their certificates; empty where they take plain text
 * @param members who agree
 */
record TlsAgreement(Optional<String> name, List<Instance> members) {

  /**
   * @param instances of one service, at least one
   * @param subject of findings
   */
  static TlsAgreement among(
      List<Instance> instances, Template rule, MappingFindings findings, String subject) {
    Map<String, List<Instance>> byName = new TreeMap<>();
    for (Instance instance : instances) {
      String name = rule.apply(instance).orElse("");
      Optional<String> problem = problem(name);
      if (problem.isPresent()) {
        findings.add(
            FindingCode.ENDPOINT_REFUSED,
            subject,
            "instance %s is left out: the rule for its TLS name (%s) gives one that %s"
                .formatted(Untrusted.text(instance.id()), rule, problem.get()));
      } else {
        byName.computeIfAbsent(name, absent -> new ArrayList<>()).add(instance);
      }
    }
    Optional<Map.Entry<String, List<Instance>>> most =
        byName.entrySet().stream()
            .max(
                Comparator.<Map.Entry<String, List<Instance>>>comparingInt(
                        each -> each.getValue().size())
                    // Of equals the encrypted one.
                    .thenComparing(each -> !each.getKey().isEmpty())
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())));
    if (most.isEmpty()) {
      return new TlsAgreement(Optional.empty(), List.of());
    }
    String name = most.get().getKey();
    List<Instance> members = most.get().getValue();
    if (byName.size() > 1) {
      findings.add(
          FindingCode.INSTANCES_DISAGREE,
          subject,
          "most of its instances %s; those that say something else of TLS (%d) are left out. Give them all the same, or make two services of them"
              .formatted(
                  name.isEmpty() ? "take no TLS" : "take TLS as " + name,
                  byName.values().stream().mapToInt(List::size).sum() - members.size()));
    }
    return new TlsAgreement(
        Optional.of(name).filter(given -> !given.isEmpty()), List.copyOf(members));
  }

  // What stands there is often a word like true. No public authority certifies one without a dot.
  private static Optional<String> problem(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String last = name.substring(name.lastIndexOf('.') + 1);
    return Names.subdomainProblem(name)
        .or(
            () ->
                name.indexOf('.') < 0 || last.matches("[0-9]+")
                    ? Optional.of(
                        "'%s' is no fully qualified DNS name".formatted(Untrusted.text(name)))
                    : Optional.empty());
  }
}
