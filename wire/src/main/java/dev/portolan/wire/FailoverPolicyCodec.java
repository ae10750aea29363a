package dev.portolan.wire;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverPolicy.Rest;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Names;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.v1.FailoverRest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Failover policies. A part that this version does not know is not refused: the planner says so,
 * and orders the hosts as if there were no policy.
 */
final class FailoverPolicyCodec {
  /** No version gives this number a meaning. */
  private static final int UNKNOWN = 1 << 20;

  private FailoverPolicyCodec() {}

  static dev.portolan.v1.FailoverPolicy.Builder encode(FailoverPolicy policy) {
    dev.portolan.v1.FailoverPolicy.Builder message =
        dev.portolan.v1.FailoverPolicy.newBuilder()
            .setName(policy.key().name())
            .setVirtualMesh(policy.mesh().name())
            .setRestValue(rest(policy.rest()));
    message.addAllHosts(HostSelectorCodec.encode(policy.hosts()));
    policy.tiers().forEach(tier -> message.addTiers(FailoverTierCodec.encode(tier)));
    if (!policy.outlier().equals(OutlierRule.DEFAULT)) {
      message.setOutlier(OutlierRuleCodec.encode(policy.outlier()));
    }
    policy.partition().ifPresent(rule -> message.setPartition(PartitionRulesCodec.encode(rule)));
    RolloutCodec.encode(policy.rollout()).ifPresent(message::setRollout);
    policy
        .rollout()
        .stage()
        .flatMap(Stage::before)
        .map(FailoverPolicy.class::cast)
        .map(before -> encode(before).build())
        .ifPresent(message::setBefore);
    return message;
  }

  private static int rest(Rest rest) {
    return switch (rest) {
      case LAST -> FailoverRest.FAILOVER_REST_LAST_VALUE;
      case NEVER -> FailoverRest.FAILOVER_REST_NEVER_VALUE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  static Optional<FailoverPolicy> decode(dev.portolan.v1.FailoverPolicy message, Violations at) {
    int before = at.count();
    at.check("name", Names.labelProblem(message.getName()));
    at.check("virtual_mesh", Names.labelProblem(message.getVirtualMesh()));
    SortedSet<HostSelector> hosts = HostSelectorCodec.decode(message.getHostsList(), at);
    List<FailoverTier> tiers = tiers(message, at);
    OutlierRule outlier = OutlierRuleCodec.decode(message.getOutlier(), at.at("outlier"));
    Optional<PartitionRule> partition =
        message.hasPartition()
            ? Optional.of(PartitionRulesCodec.rule(message.getPartition(), at.at("partition")))
            : Optional.empty();
    Rollout rollout =
        message.hasRollout()
            ? RolloutCodec.decode(message.getRollout(), before(message, at), at.at("rollout"))
            : Rollout.AT_ONCE;
    return at.count() > before
        ? Optional.empty()
        : Optional.of(
            new FailoverPolicy(
                    PolicyKey.failover(message.getName()),
                    new VirtualMeshKey(message.getVirtualMesh()),
                    hosts,
                    tiers,
                    rest(message.getRest()),
                    outlier,
                    partition)
                .with(rollout));
  }

  // What was before has nothing before it: whatever is nested deeper is not looked at.
  private static Optional<FailoverPolicy> before(
      dev.portolan.v1.FailoverPolicy message, Violations at) {
    return message.hasBefore()
        ? decode(message.getBefore().toBuilder().clearBefore().build(), at.at("before"))
        : Optional.empty();
  }

  private static void withoutTiers(dev.portolan.v1.FailoverPolicy policy, Violations at) {
    if (!policy.hasPartition()) {
      at.add("tiers", "is empty; at least one tier, or a partition rule, is required");
    }
    if (rest(policy.getRest()) != Rest.LAST) {
      at.add("rest", "is there without tiers; it says what becomes of what no tier has");
    }
    if (policy.hasOutlier()) {
      at.add("outlier", "is there without tiers; it says when the next tier is used");
    }
  }

  private static Rest rest(FailoverRest rest) {
    return switch (rest) {
      case FAILOVER_REST_UNSPECIFIED, FAILOVER_REST_LAST -> Rest.LAST;
      case FAILOVER_REST_NEVER -> Rest.NEVER;
      case UNRECOGNIZED -> Rest.UNKNOWN;
    };
  }

  private static List<FailoverTier> tiers(dev.portolan.v1.FailoverPolicy policy, Violations at) {
    List<dev.portolan.v1.FailoverTier> messages = policy.getTiersList();
    List<FailoverTier> tiers = new ArrayList<>();
    if (messages.isEmpty()) {
      withoutTiers(policy, at);
    }
    if (!TextRules.within("tiers", messages.size(), FailoverPolicy.MAX_TIERS, at)) {
      return tiers;
    }
    for (int i = 0; i < messages.size(); i++) {
      FailoverTierCodec.decode(messages.get(i), at.at("tiers", i)).ifPresent(tiers::add);
    }
    return tiers;
  }
}
