package dev.portolan.federation;

import static dev.portolan.federation.Vantage.about;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.TrafficPart.Kind;
import dev.portolan.registry.TrafficPolicy;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.registry.VirtualMesh;
import java.util.List;
import java.util.stream.Collectors;

/** What there is to say about traffic policies, in words for a person. */
final class TrafficFindings {
  private TrafficFindings() {}

  static Finding conflict(HostKey host, Kind kind, TrafficPolicy winner, TrafficPolicy loser) {
    return about(
        loser,
        FindingCode.TRAFFIC_CONFLICT,
        ("Traffic policies %s and %s both say something of %s for %s, and select it as narrowly; %s has"
                + " been here longer and counts. What %s says of %s has no effect there.")
            .formatted(
                name(winner),
                name(loser),
                kind.word(),
                host,
                name(winner),
                name(loser),
                kind.word()));
  }

  static Finding unknown(Vantage vantage, TrafficPolicy policy) {
    return about(
        policy,
        FindingCode.RULE_UNKNOWN,
        ("Traffic policy %s says something that the agent of %s does not know; until it is updated,"
                + " that part has no effect there.")
            .formatted(name(policy), vantage.cluster()));
  }

  // About the policy, not the host: all hosts say the same, so it shows once.
  static Finding stranger(VirtualMesh mesh, TrafficPolicy policy, OriginId cluster) {
    return about(
        policy,
        FindingCode.TRAFFIC_TARGET_UNKNOWN,
        ("Traffic policy %s sends requests to %s, which is no member of virtual mesh %s; they go"
                + " where it would send them without that. Correct the name, or add the cluster to"
                + " the virtual mesh.")
            .formatted(name(policy), cluster, mesh.key().path()));
  }

  static Finding empty(
      Vantage vantage,
      HostKey host,
      Kind kind,
      TrafficPolicy policy,
      TrafficTarget target,
      boolean alone) {
    return vantage.here(
        FindingCode.TRAFFIC_TARGET_EMPTY,
        host,
        ("The %s of traffic policy %s sends requests for %s to %s, where none of %s's clients finds a"
                + " destination for them: it is not offered, not ready, or lacks the ports. %s until"
                + " it does.")
            .formatted(
                kind.word(), name(policy), host, target, vantage.cluster(), instead(kind, alone)));
  }

  private static String instead(Kind kind, boolean alone) {
    if (kind == Kind.MIRROR) {
      return "Nothing is copied";
    }
    if (!alone) {
      return "Its part goes to the other branches";
    }
    return kind == Kind.MATCHES
        ? "Requests that fit its match go where they would without it"
        : "All requests go where they would without the policy";
  }

  static Finding merged(Vantage vantage, HostKey host, Kind kind, TrafficPolicy policy) {
    return vantage.here(
        FindingCode.TRAFFIC_NOT_ENFORCED,
        host,
        ("%s is merged with the own Service of %s, whose endpoints carry no marks of ours, so the %s"
                + " of traffic policy %s has no effect there. Give the host the mode global if it"
                + " matters.")
            .formatted(host, vantage.cluster(), kind.word(), name(policy)));
  }

  static Finding connections(
      Vantage vantage, HostKey host, TrafficPolicy policy, List<PlannedPort> ports) {
    return vantage.here(
        FindingCode.TRAFFIC_NOT_ENFORCED,
        host,
        ("Traffic policy %s has no effect on %s of %s: its proxies see connections there, no"
                + " requests. If it is HTTP, say so by the port's appProtocol or name.")
            .formatted(
                name(policy),
                ports.stream()
                    .map(port -> "port %d (%s)".formatted(port.number(), port.protocol()))
                    .collect(Collectors.joining(", ")),
                host));
  }

  static Finding stickyToGateway(Vantage vantage, HostKey host, TrafficPolicy policy) {
    return vantage.here(
        FindingCode.STICKY_TO_GATEWAY,
        host,
        ("%s is reached from %s through gateways too; what traffic policy %s keeps together stays with"
                + " one gateway and so with one cluster, but not with one pod behind it.")
            .formatted(host, vantage.cluster(), name(policy)));
  }

  private static String name(TrafficPolicy policy) {
    return policy.key().path();
  }
}
