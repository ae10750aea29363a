package dev.portolan.source.mapping;

import dev.portolan.registry.Sorted;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a foreign registry is imported.
 *
 * @param names at least one must match the service's; {@code *} stands for any characters
 * @param notNames none may match
 * @param tags an instance must have all of them
 * @param metadata an instance must have all of these keys with these values
 */
public record Selector(
    List<String> names,
    List<String> notNames,
    SortedSet<String> tags,
    SortedMap<String, String> metadata) {
  public Selector {
    names = List.copyOf(names);
    notNames = List.copyOf(notNames);
  }

  /** Whether some instance of a service may be selected, as far as its name and tags say it. */
  public boolean mayHave(String service, Collection<String> tagsOfAny) {
    return mayHave(service) && tagsOfAny.containsAll(tags);
  }

  /** Whether some instance of a service may be selected, as far as its name says it. */
  public boolean mayHave(String service) {
    return matches(names, service) && !matches(notNames, service);
  }

  /** Whether the instance is imported. */
  public boolean selects(Instance instance) {
    return mayHave(instance.service(), instance.tags())
        && metadata.entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(instance.metadata().get(entry.getKey())));
  }

  private static boolean matches(List<String> globs, String name) {
    return globs.stream().anyMatch(glob -> matches(glob, name));
  }

  private static boolean matches(String glob, String name) {
    if (glob.equals("*") || glob.equals(name)) {
      return true;
    }
    return glob.indexOf('*') >= 0
        && Pattern.matches(
            Stream.of(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
            name);
  }

  /** Everything. */
  public static Selector all() {
    return new Selector(List.of("*"), List.of(), Sorted.set(List.of()), Sorted.map(Map.of()));
  }
}
