package dev.portolan.wire;

import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Names;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.VirtualMeshKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Access policies. A condition that this version does not know is not refused: its grant lets
 * nobody in.
 */
final class AccessPolicyCodec {
  private AccessPolicyCodec() {}

  static dev.portolan.v1.AccessPolicy.Builder encode(AccessPolicy policy) {
    dev.portolan.v1.AccessPolicy.Builder message =
        dev.portolan.v1.AccessPolicy.newBuilder()
            .setName(policy.key().name())
            .setVirtualMesh(policy.mesh().name())
            .addAllHosts(HostSelectorCodec.encode(policy.hosts()));
    policy.allow().forEach(grant -> message.addAllow(AccessGrantCodec.encode(grant)));
    RolloutCodec.encode(policy.rollout()).ifPresent(message::setRollout);
    policy
        .rollout()
        .stage()
        .flatMap(Stage::before)
        .map(AccessPolicy.class::cast)
        .map(before -> encode(before).build())
        .ifPresent(message::setBefore);
    return message;
  }

  static Optional<AccessPolicy> decode(dev.portolan.v1.AccessPolicy message, Violations at) {
    int before = at.count();
    at.check("name", Names.labelProblem(message.getName()));
    at.check("virtual_mesh", Names.labelProblem(message.getVirtualMesh()));
    SortedSet<HostSelector> hosts = HostSelectorCodec.decode(message.getHostsList(), at);
    List<AccessGrant> grants = new ArrayList<>();
    if (TextRules.within("allow", message.getAllowCount(), AccessPolicy.MAX_GRANTS, at)) {
      for (int i = 0; i < message.getAllowCount(); i++) {
        AccessGrantCodec.decode(message.getAllow(i), at.at("allow", i)).ifPresent(grants::add);
      }
    }
    if (at.count() == before) {
      at.check("allow", AccessPolicy.problem(grants));
    }
    Rollout rollout =
        message.hasRollout()
            ? RolloutCodec.decode(message.getRollout(), before(message, at), at.at("rollout"))
            : Rollout.AT_ONCE;
    return at.count() > before
        ? Optional.empty()
        : Optional.of(
            new AccessPolicy(
                    PolicyKey.access(message.getName()),
                    new VirtualMeshKey(message.getVirtualMesh()),
                    hosts,
                    grants)
                .with(rollout));
  }

  // What was before has nothing before it: whatever is nested deeper is not looked at.
  private static Optional<AccessPolicy> before(
      dev.portolan.v1.AccessPolicy message, Violations at) {
    return message.hasBefore()
        ? decode(message.getBefore().toBuilder().clearBefore().build(), at.at("before"))
        : Optional.empty();
  }
}
