package dev.portolan.registry;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Which hosts' requests policies send to which other hosts, in one cluster or another: what is to
 * be looked at again when one of these changes. Immutable.
 *
 * @param policies that send requests to a host
 */
record HostReferences(TreePMap<HostKey, TreePMap<PolicyKey, TreePSet<HostKey>>> policies) {
  static final HostReferences EMPTY = new HostReferences(TreePMap.empty());

  /** With what a policy says. */
  HostReferences with(Policy policy) {
    TreePMap<HostKey, TreePMap<PolicyKey, TreePSet<HostKey>>> all = policies;
    for (TrafficPolicy version : versions(policy)) {
      List<HostKey> from =
          version.hosts().stream().flatMap(selector -> selector.host().stream()).toList();
      for (HostKey to : version.otherHosts().toList()) {
        TreePMap<PolicyKey, TreePSet<HostKey>> before =
            all.getOrDefault(to, TreePMap.<PolicyKey, TreePSet<HostKey>>empty());
        TreePSet<HostKey> sending = before.getOrDefault(policy.key(), TreePSet.empty());
        all = all.plus(to, before.plus(policy.key(), sending.plusAll(from)));
      }
    }
    return new HostReferences(all);
  }

  /** Without what a policy has said. */
  HostReferences without(Policy policy) {
    TreePMap<HostKey, TreePMap<PolicyKey, TreePSet<HostKey>>> all = policies;
    for (TrafficPolicy version : versions(policy)) {
      for (HostKey to : version.otherHosts().toList()) {
        TreePMap<PolicyKey, TreePSet<HostKey>> before = all.get(to);
        if (before != null) {
          TreePMap<PolicyKey, TreePSet<HostKey>> left = before.minus(policy.key());
          all = left.isEmpty() ? all.minus(to) : all.plus(to, left);
        }
      }
    }
    return new HostReferences(all);
  }

  private static List<TrafficPolicy> versions(Policy policy) {
    return policy instanceof TrafficPolicy
        ? policy.versions().map(TrafficPolicy.class::cast).toList()
        : List.of();
  }

  /** Sorted. */
  Collection<HostKey> sending(HostKey to) {
    Set<HostKey> sending = new TreeSet<>();
    TreePMap<PolicyKey, TreePSet<HostKey>> found = policies.get(to);
    if (found != null) {
      found.values().forEach(sending::addAll);
    }
    return sending;
  }
}
