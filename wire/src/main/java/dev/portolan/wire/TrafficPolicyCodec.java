package dev.portolan.wire;

import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Names;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.TrafficPart;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.VirtualMeshKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Traffic policies. A part that this version does not know is not refused: it has no effect. */
final class TrafficPolicyCodec {
  private static final int MAX_PARTS = 32;

  private TrafficPolicyCodec() {}

  static dev.portolan.v1.TrafficPolicy.Builder encode(TrafficPolicy policy) {
    dev.portolan.v1.TrafficPolicy.Builder message =
        dev.portolan.v1.TrafficPolicy.newBuilder()
            .setName(policy.key().name())
            .setVirtualMesh(policy.mesh().name())
            .addAllHosts(HostSelectorCodec.encode(policy.hosts()));
    policy.parts().forEach(part -> message.addParts(TrafficPartEncoder.encode(part)));
    RolloutCodec.encode(policy.rollout()).ifPresent(message::setRollout);
    policy
        .rollout()
        .stage()
        .flatMap(Stage::before)
        .map(TrafficPolicy.class::cast)
        .map(before -> encode(before).build())
        .ifPresent(message::setBefore);
    return message;
  }

  static Optional<TrafficPolicy> decode(dev.portolan.v1.TrafficPolicy message, Violations at) {
    int before = at.count();
    at.check("name", Names.labelProblem(message.getName()));
    at.check("virtual_mesh", Names.labelProblem(message.getVirtualMesh()));
    SortedSet<HostSelector> hosts = HostSelectorCodec.decode(message.getHostsList(), at);
    List<TrafficPart> parts = new ArrayList<>();
    if (TextRules.within("parts", message.getPartsCount(), MAX_PARTS, at)) {
      for (int i = 0; i < message.getPartsCount(); i++) {
        TrafficPartDecoder.decode(message.getParts(i), at.at("parts", i)).ifPresent(parts::add);
      }
    }
    if (at.count() == before) {
      at.check("parts", TrafficPolicy.problem(hosts, parts));
    }
    Rollout rollout =
        message.hasRollout()
            ? RolloutCodec.decode(message.getRollout(), before(message, at), at.at("rollout"))
            : Rollout.AT_ONCE;
    return at.count() > before
        ? Optional.empty()
        : Optional.of(
            new TrafficPolicy(
                    PolicyKey.traffic(message.getName()),
                    new VirtualMeshKey(message.getVirtualMesh()),
                    hosts,
                    parts)
                .with(rollout));
  }

  // What was before has nothing before it: whatever is nested deeper is not looked at.
  private static Optional<TrafficPolicy> before(
      dev.portolan.v1.TrafficPolicy message, Violations at) {
    return message.hasBefore()
        ? decode(message.getBefore().toBuilder().clearBefore().build(), at.at("before"))
        : Optional.empty();
  }
}
