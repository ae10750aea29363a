package dev.portolan.registry;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Some of the members' services: those for which everything holds that is said.
 *
 * @param namespaces of the services; none means any but the system namespaces
 * @param names in which {@code *} stands for any characters; none means any
 * @param labels that a service has to have
 * @param origins that offer it; none means any
 */
public record ExportSelector(
    SortedSet<String> namespaces,
    SortedSet<String> names,
    SortedMap<String, String> labels,
    SortedSet<OriginId> origins) {
  /** Of namespaces, names and origins each. */
  public static final int MAX_ENTRIES = 1000;

  private static final int MAX_PATTERN = 63;

  public ExportSelector {
    namespaces = Sorted.set(namespaces);
    names = Sorted.set(names);
    labels = Sorted.map(labels);
    origins = Collections.unmodifiableSortedSet(new TreeSet<>(origins));
    if (namespaces.isEmpty() && names.isEmpty() && labels.isEmpty() && origins.isEmpty()) {
      throw new IllegalArgumentException("a selector of services that says nothing");
    }
  }

  /** Whether it selects a service. */
  boolean selects(Service service) {
    String namespace = service.key().namespace();
    return (namespaces.isEmpty()
            ? !ExportRules.systemNamespace(namespace)
            : namespaces.contains(namespace))
        && (origins.isEmpty() || origins.contains(service.key().origin()))
        && (names.isEmpty() || names.stream().anyMatch(it -> matches(it, service.key().name())))
        && labels.entrySet().stream()
            .allMatch(label -> label.getValue().equals(service.labels().get(label.getKey())));
  }

  /** What is wrong with a pattern for names, if anything. */
  public static Optional<String> patternProblem(String pattern) {
    boolean good =
        !pattern.isEmpty()
            && pattern.length() <= MAX_PATTERN
            && pattern.chars().allMatch(ExportSelector::inPattern);
    return good
        ? Optional.empty()
        : Optional.of(
            "'%s' is no name of a service; 1 to 63 of a-z, 0-9, '-', and '*' for any characters"
                .formatted(Names.printable(pattern)));
  }

  private static boolean inPattern(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '*';
  }

  /** Each part between stars is looked for behind the one before it, the last one at the end. */
  static boolean matches(String pattern, String name) {
    String[] parts = pattern.split("\\*", -1);
    if (parts.length == 1) {
      return pattern.equals(name);
    }
    String last = parts[parts.length - 1];
    if (!name.startsWith(parts[0])) {
      return false;
    }
    int at = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = name.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    return name.length() - last.length() >= at && name.endsWith(last);
  }
}
