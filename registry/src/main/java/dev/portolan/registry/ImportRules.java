package dev.portolan.registry;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What members see of that which is exported.
 *
 * @param namespaces of members that do not see all of it: the namespaces that they see, possibly
 *     none
 */
public record ImportRules(SortedMap<OriginId, SortedSet<String>> namespaces) {
  /** Everybody sees everything that is exported. */
  public static final ImportRules EVERYTHING = new ImportRules(Sorted.map(Map.of()));

  /** Of one virtual mesh, over all members. */
  public static final int MAX_NAMESPACES = 10_000;

  public ImportRules {
    namespaces = Sorted.map(namespaces);
    int all = namespaces.values().stream().mapToInt(some -> some.size()).sum();
    if (all > MAX_NAMESPACES) {
      throw new IllegalArgumentException(
          all + " namespaces are imported; at most " + MAX_NAMESPACES + " are allowed");
    }
  }

  /** The namespaces that a member sees; empty where it sees all. */
  public Optional<SortedSet<String>> of(OriginId member) {
    return Optional.ofNullable(namespaces.get(member));
  }

  /** Whether a member sees what is exported of a namespace. */
  public boolean allow(OriginId member, String namespace) {
    SortedSet<String> some = namespaces.get(member);
    return some == null || some.contains(namespace);
  }
}
