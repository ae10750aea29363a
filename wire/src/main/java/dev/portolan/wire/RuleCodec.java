package dev.portolan.wire;

import dev.portolan.registry.AccessPolicy;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.Names;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rule;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleName;
import java.util.Optional;

/** Rules of any kind, and their names. */
public final class RuleCodec {
  private RuleCodec() {}

  /** A rule, with its provenance unless it is local. */
  public static dev.portolan.v1.Rule encode(Recorded<?> rule) {
    dev.portolan.v1.Rule.Builder message = dev.portolan.v1.Rule.newBuilder();
    if (rule.resource() instanceof VirtualMesh) {
      message.setVirtualMesh(RecordEncoder.virtualMesh(rule.as(VirtualMesh.class)));
    } else if (rule.resource() instanceof FailoverPolicy) {
      message.setFailoverPolicy(RecordEncoder.failoverPolicy(rule.as(FailoverPolicy.class)));
    } else if (rule.resource() instanceof AccessPolicy) {
      message.setAccessPolicy(RecordEncoder.accessPolicy(rule.as(AccessPolicy.class)));
    } else {
      message.setTrafficPolicy(RecordEncoder.trafficPolicy(rule.as(TrafficPolicy.class)));
    }
    return message.build();
  }

  /**
   * A rule of an untrusted sender, as it is written: how far a rollout has come is the hub's to
   * say. Nothing where something is wrong, which is then said.
   */
  public static Optional<Rule> decode(dev.portolan.v1.Rule message, Violations at) {
    return anywhere(message, at).map(Rule::asWritten);
  }

  private static Optional<Rule> anywhere(dev.portolan.v1.Rule message, Violations at) {
    return switch (message.getRuleCase()) {
      case VIRTUAL_MESH ->
          VirtualMeshCodec.decode(message.getVirtualMesh(), at.at("virtual_mesh"))
              .map(Rule.class::cast);
      case FAILOVER_POLICY ->
          FailoverPolicyCodec.decode(message.getFailoverPolicy(), at.at("failover_policy"))
              .map(Rule.class::cast);
      case TRAFFIC_POLICY ->
          TrafficPolicyCodec.decode(message.getTrafficPolicy(), at.at("traffic_policy"))
              .map(Rule.class::cast);
      case ACCESS_POLICY ->
          AccessPolicyCodec.decode(message.getAccessPolicy(), at.at("access_policy"))
              .map(Rule.class::cast);
      case RULE_NOT_SET -> {
        at.add("is empty, or of a kind that this hub does not know");
        yield Optional.empty();
      }
    };
  }

  /** The kind of a rule; unspecified for what is none. */
  public static RuleKind kind(ResourceKey.Kind kind) {
    return switch (kind) {
      case VIRTUAL_MESH -> RuleKind.RULE_KIND_VIRTUAL_MESH;
      case FAILOVER_POLICY -> RuleKind.RULE_KIND_FAILOVER_POLICY;
      case TRAFFIC_POLICY -> RuleKind.RULE_KIND_TRAFFIC_POLICY;
      case ACCESS_POLICY -> RuleKind.RULE_KIND_ACCESS_POLICY;
      case CLUSTER, REPORT, LIVENESS, HOLD, REGISTRATION, SERVICE, CAPACITY, SLICE ->
          RuleKind.RULE_KIND_UNSPECIFIED;
    };
  }

  /** The name of a rule. */
  public static RuleName name(ResourceKey key) {
    return RuleName.newBuilder().setKind(kind(key.kind())).setName(key.path()).build();
  }

  /** The key that a name of an untrusted sender stands for. */
  public static Optional<ResourceKey> key(RuleName message, Violations at) {
    Optional<String> problem = Names.labelProblem(message.getName());
    at.check("name", problem);
    if (problem.isPresent()) {
      return Optional.empty();
    }
    return switch (message.getKind()) {
      case RULE_KIND_VIRTUAL_MESH -> Optional.of(new VirtualMeshKey(message.getName()));
      case RULE_KIND_FAILOVER_POLICY -> Optional.of(PolicyKey.failover(message.getName()));
      case RULE_KIND_TRAFFIC_POLICY -> Optional.of(PolicyKey.traffic(message.getName()));
      case RULE_KIND_ACCESS_POLICY -> Optional.of(PolicyKey.access(message.getName()));
      case RULE_KIND_UNSPECIFIED, UNRECOGNIZED -> {
        at.add("kind", "is not one that this hub knows");
        yield Optional.empty();
      }
    };
  }
}
