package dev.portolan.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who may call some hosts; nobody else may.
 *
 * @param allow none lets nobody in
 */
public record AccessPolicy(
    PolicyKey key,
    VirtualMeshKey mesh,
    SortedSet<HostSelector> hosts,
    List<AccessGrant> allow,
    Rollout rollout)
    implements Policy {
  public static final int MAX_GRANTS = 32;

  /** Each may be a rule of its own, and Istio's schema lets one object have 512. */
  public static final int MAX_CALLERS = 500;

  public AccessPolicy {
    if (key.kind() != ResourceKey.Kind.ACCESS_POLICY) {
      throw new IllegalArgumentException(key + " is no access policy's");
    }
    hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    allow = List.copyOf(allow);
    if (hosts.isEmpty() || hosts.size() > MAX_SELECTORS) {
      throw new IllegalArgumentException(
          "%s selects hosts in %d ways; 1 to %d"
              .formatted(key.path(), hosts.size(), MAX_SELECTORS));
    }
    problem(allow)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(key.path() + " " + problem);
            });
  }

  /** A policy of hosts in any order, which all clusters have at once. */
  public AccessPolicy(
      PolicyKey key, VirtualMeshKey mesh, Collection<HostSelector> hosts, List<AccessGrant> allow) {
    this(key, mesh, new TreeSet<>(hosts), allow, Rollout.AT_ONCE);
  }

  @Override
  public AccessPolicy with(Rollout newRollout) {
    return new AccessPolicy(key, mesh, hosts, allow, newRollout);
  }

  /** What is wrong with good grants together. */
  public static Optional<String> problem(Collection<AccessGrant> allow) {
    int callers = allow.stream().mapToInt(grant -> grant.from().size()).sum();
    if (allow.size() > MAX_GRANTS) {
      return Optional.of("has %d grants; at most %d".formatted(allow.size(), MAX_GRANTS));
    }
    return callers > MAX_CALLERS
        ? Optional.of(
            "lets in %d callers in all its grants; at most %d".formatted(callers, MAX_CALLERS))
        : Optional.empty();
  }
}
