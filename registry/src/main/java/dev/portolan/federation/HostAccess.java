package dev.portolan.federation;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who may call the workloads that one cluster offers under a host's name; nobody else may, on none
 * of their ports. Pure data, complete.
 *
 * @param mesh name of the virtual mesh
 * @param policy the one that counts; empty where the virtual mesh lets nobody in without one
 * @param selector labels of the workloads, at least one: what selects none would be the whole
 *     namespace's
 * @param rules none lets nobody in
 * @param shapedBy other members without whose facts the rules might be others
 */
public record HostAccess(
    HostKey host,
    String mesh,
    Optional<String> policy,
    SortedMap<String, String> selector,
    List<AccessRule> rules,
    SortedSet<OriginId> shapedBy) {
  public HostAccess {
    selector = Sorted.map(selector);
    rules = List.copyOf(rules);
    shapedBy = Collections.unmodifiableSortedSet(new TreeSet<>(shapedBy));
    if (selector.isEmpty()) {
      throw new IllegalArgumentException("access to " + host + " for the whole namespace");
    }
  }
}
