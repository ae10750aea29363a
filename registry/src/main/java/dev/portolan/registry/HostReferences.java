package dev.portolan.registry;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Which hosts' requests policies send to which other hosts: what is to be looked at again when one
 * of these changes. Immutable.
 *
 * @param policies that send requests to a host
 */
record HostReferences(TreePMap<HostKey, TreePMap<PolicyKey, TreePSet<HostKey>>> policies) {
  static final HostReferences EMPTY = new HostReferences(TreePMap.empty());

  /** With what a policy says. */
  HostReferences with(Policy policy) {
    if (!(policy instanceof TrafficPolicy traffic)) {
      return this;
    }
    TreePSet<HostKey> from =
        TreePSet.from(
            traffic.hosts().stream().flatMap(selector -> selector.host().stream()).toList());
    TreePMap<HostKey, TreePMap<PolicyKey, TreePSet<HostKey>>> all = policies;
    for (HostKey to : traffic.otherHosts().toList()) {
      TreePMap<PolicyKey, TreePSet<HostKey>> before = all.get(to);
      all =
          all.plus(
              to,
              (before == null ? TreePMap.<PolicyKey, TreePSet<HostKey>>empty() : before)
                  .plus(policy.key(), from));
    }
    return new HostReferences(all);
  }

  /** Without what a policy has said. */
  HostReferences without(Policy policy) {
    if (!(policy instanceof TrafficPolicy traffic)) {
      return this;
    }
    TreePMap<HostKey, TreePMap<PolicyKey, TreePSet<HostKey>>> all = policies;
    for (HostKey to : traffic.otherHosts().toList()) {
      TreePMap<PolicyKey, TreePSet<HostKey>> before = all.get(to);
      if (before != null) {
        TreePMap<PolicyKey, TreePSet<HostKey>> left = before.minus(policy.key());
        all = left.isEmpty() ? all.minus(to) : all.plus(to, left);
      }
    }
    return new HostReferences(all);
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
