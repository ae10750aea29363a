package dev.portolan.federation;

import dev.portolan.registry.Sorted;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Some callers by their identities, and what they may call of one host's workloads.
 *
 * @param domains trust domains, at least one, that identities must be of
 * @param namespaces that they may be of
 * @param accounts {@code <namespace>/<service account>} that they may be; without namespaces and
 *     accounts all of the trust domains are meant
 * @param ports of the workloads, at least one
 * @param methods of HTTP; empty: every one
 * @param paths of HTTP, exact or with a star at the end; empty: every one
 */
public record AccessRule(
    SortedSet<String> domains,
    SortedSet<String> namespaces,
    SortedSet<String> accounts,
    SortedSet<Integer> ports,
    SortedSet<String> methods,
    SortedSet<String> paths) {
  public AccessRule {
    domains = Sorted.set(domains);
    namespaces = Sorted.set(namespaces);
    accounts = Sorted.set(accounts);
    ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
    methods = Sorted.set(methods);
    paths = Sorted.set(paths);
    if (domains.isEmpty() || ports.isEmpty()) {
      throw new IllegalArgumentException("an access rule for nobody, or for nothing");
    }
  }
}
