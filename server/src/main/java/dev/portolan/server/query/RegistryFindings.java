package dev.portolan.server.query;

import dev.portolan.federation.Visibility;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Policy;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to be said of the registry as a whole: of rules that have no effect, for example. Pure.
 */
final class RegistryFindings {
  private final RegistrySnapshot snapshot;

  private RegistryFindings(RegistrySnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** About rules, in their order. */
  static List<Finding> aboutRules(RegistrySnapshot snapshot) {
    RegistryFindings findings = new RegistryFindings(snapshot);
    List<Finding> all = new ArrayList<>();
    for (Recorded<Policy> policy : snapshot.policies()) {
      findings.effect(policy.resource()).ifPresent(all::add);
      halted(policy.resource()).ifPresent(all::add);
    }
    return all;
  }

  /** About an origin that reports. */
  static Optional<Finding> about(RegistrySnapshot snapshot, OriginId origin) {
    return snapshot.origins().containsKey(origin) && snapshot.meshOf(origin).isEmpty()
        ? Optional.of(
            new Finding(
                FindingCode.CLUSTER_IN_NO_MESH,
                "cluster/" + origin,
                "%s reports and is in no virtual mesh; list it among the members of one"
                    .formatted(origin)))
        : Optional.empty();
  }

  private Optional<Finding> effect(Policy policy) {
    Optional<VirtualMesh> mesh =
        snapshot.find(policy.mesh()).map(found -> found.as(VirtualMesh.class).resource());
    if (mesh.isEmpty()) {
      return Optional.of(
          finding(
              FindingCode.POLICY_WITHOUT_MESH,
              policy,
              "names virtual mesh %s, which is not there".formatted(policy.mesh().name())));
    }
    boolean none = policy.hosts().stream().noneMatch(selector -> selects(selector, mesh.get()));
    return none
        ? Optional.of(
            finding(
                FindingCode.POLICY_SELECTS_NOTHING,
                policy,
                "selects %s, and no member of virtual mesh %s exports such a host"
                    .formatted(
                        String.join(
                            ", ",
                            policy.hosts().stream().limit(3).map(HostSelector::toString).toList()),
                        policy.mesh().name())))
        : Optional.empty();
  }

  private boolean selects(HostSelector selector, VirtualMesh mesh) {
    Stream<HostKey> candidates =
        selector.host().map(Stream::of).orElseGet(() -> snapshot.hosts().stream());
    return candidates.filter(selector::selects).anyMatch(host -> exported(host, mesh));
  }

  private boolean exported(HostKey host, VirtualMesh mesh) {
    return snapshot.originsOf(host).stream()
        .filter(origin -> snapshot.meshOf(origin).filter(mesh::equals).isPresent())
        .anyMatch(origin -> Visibility.exported(snapshot, mesh, host.at(origin)));
  }

  private static Optional<Finding> halted(Policy policy) {
    return policy
        .rollout()
        .stage()
        .filter(stage -> stage.state() == Rollout.State.HALTED)
        .map(
            stage ->
                finding(
                    FindingCode.ROLLOUT_HALTED,
                    policy,
                    "has come to wave %d of %d and goes no further since %s: %s"
                        .formatted(
                            stage.wave(),
                            policy.rollout().waves().size(),
                            stage.since(),
                            stage.reason())));
  }

  private static Finding finding(FindingCode code, Policy policy, String what) {
    return new Finding(
        code,
        policy.subject(),
        "%s %s %s".formatted(policy.key().kind().word(), policy.key().path(), what));
  }
}
