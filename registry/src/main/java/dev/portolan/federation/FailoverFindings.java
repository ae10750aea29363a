package dev.portolan.federation;

import static dev.portolan.federation.Vantage.about;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionDecision;
import dev.portolan.registry.Service;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What there is to say about failover policies, in words for a person. */
final class FailoverFindings {
  private FailoverFindings() {}

  static Finding conflict(HostKey host, FailoverPolicy winner, FailoverPolicy loser) {
    return about(
        loser,
        FindingCode.FAILOVER_CONFLICT,
        ("Failover policies %s and %s both select %s, as narrowly; %s has been here longer and counts,"
                + " so %s has no effect there. Take the host out of one of them, or name it in one and"
                + " its namespace in the other.")
            .formatted(
                winner.key().path(),
                loser.key().path(),
                host,
                winner.key().path(),
                loser.key().path()));
  }

  /** Of the policies that say what is done about lost origins, those that do not count. */
  static List<Finding> partitions(HostKey host, List<FailoverPolicy> claims) {
    return claims.stream()
        .skip(1)
        .map(
            loser ->
                about(
                    loser,
                    FindingCode.PARTITION_CONFLICT,
                    ("Failover policies %s and %s both say what is done about lost clusters at %s, and"
                            + " select it as narrowly; %s has been here longer and counts, so what %s"
                            + " says of it has no effect there.")
                        .formatted(
                            claims.get(0).key().path(),
                            loser.key().path(),
                            host,
                            claims.get(0).key().path(),
                            loser.key().path())))
        .toList();
  }

  // About the rule, not the host: all hosts say the same, so it shows once.
  static Finding unknownPartition(Vantage vantage, VirtualMesh mesh, PartitionDecision decision) {
    String instead = "what is known of lost members is kept";
    return decision.source() != PartitionDecision.Source.FAILOVER_POLICY
        ? vantage.unknownRule(mesh, "partition", instead)
        : new Finding(
            FindingCode.RULE_UNKNOWN,
            "failover-policy/" + decision.policy(),
            ("Failover policy %s says something in partition that the agent of %s does not know; until"
                    + " it is updated, %s there.")
                .formatted(decision.policy(), vantage.cluster(), instead));
  }

  static Finding unknown(Vantage vantage, FailoverPolicy policy) {
    return about(
        policy,
        FindingCode.RULE_UNKNOWN,
        ("Failover policy %s says something that the agent of %s does not know; until it is updated,"
                + " its hosts have the usual order there: the own cluster, its region, the others.")
            .formatted(policy.key().path(), vantage.cluster()));
  }

  // About the policy, not the host: all hosts say the same, so it shows once.
  static List<Finding> unknownClusters(VirtualMesh mesh, FailoverPolicy policy) {
    Set<OriginId> strangers = new TreeSet<>();
    for (FailoverTier tier : policy.tiers()) {
      if (tier instanceof FailoverTier.Clusters named) {
        strangers.addAll(named.weights().keySet());
      }
    }
    strangers.removeIf(cluster -> Collections.binarySearch(mesh.members(), cluster) >= 0);
    return strangers.stream()
        .map(
            stranger ->
                about(
                    policy,
                    FindingCode.FAILOVER_CLUSTER_UNKNOWN,
                    ("Failover policy %s names %s, which is no member of virtual mesh %s; the name has"
                            + " no effect. Correct it, or add the cluster to the virtual mesh.")
                        .formatted(policy.key().path(), stranger, mesh.key().path())))
        .toList();
  }

  /** Of a policy for all hosts of a namespace it is usual that not every cluster has every one. */
  static List<Finding> emptyTiers(
      Vantage vantage, HostKey host, FailoverPolicy policy, List<Service> offers) {
    List<Finding> findings = new ArrayList<>();
    if (!policy.hosts().contains(HostSelector.of(host))) {
      return findings;
    }
    Set<OriginId> offering =
        offers.stream()
            .map(offer -> offer.key().origin())
            .collect(Collectors.toCollection(TreeSet::new));
    for (int tier = 0; tier < policy.tiers().size(); tier++) {
      if (policy.tiers().get(tier) instanceof FailoverTier.Clusters named
          && Collections.disjoint(named.weights().keySet(), offering)) {
        findings.add(
            vantage.here(
                FindingCode.FAILOVER_TIER_EMPTY,
                host,
                ("Tier %d of failover policy %s (%s) is empty: none of them offers %s. It is passed"
                        + " over until one does.")
                    .formatted(tier + 1, policy.key().path(), named, host)));
      }
    }
    return findings;
  }

  static Finding notEnforced(
      Vantage vantage, HostKey host, FailoverPolicy policy, boolean ownLater) {
    return vantage.here(
        FindingCode.FAILOVER_NOT_ENFORCED,
        host,
        ("%s is merged with the own Service of %s, whose endpoints carry no marks of ours: %s, though"
                + " failover policy %s says otherwise. Give the host the mode global if it matters.")
            .formatted(
                host,
                vantage.cluster(),
                ownLater
                    ? "they are in the first tier"
                    : "they cannot be given a share of their tier",
                policy.key().path()));
  }

  static Finding leavesNone(Vantage vantage, HostKey host, TierOrder tiers) {
    return vantage.here(
        FindingCode.FAILOVER_LEAVES_NONE,
        host,
        ("Failover policy %s leaves no destination of %s in %s: none is in its tiers, and it says of"
                + " the rest: never. The host stays and answers 503. Add a tier, or let the rest be"
                + " used last.")
            .formatted(tiers.policy(), host, vantage.cluster()));
  }
}
