package dev.portolan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.MeshTrust;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMesh.TrustRule;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is known of roots takes out what cannot work, and changes nothing else. */
class TrustPropertyTest extends PlanProperties {
  private static final Set<FindingCode> ABOUT_TRUST =
      Set.of(FindingCode.ROOTS_DIFFER, FindingCode.TRUST_DOMAIN_REFUSED, FindingCode.TRUST_ASSUMED);

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void noDestinationSpeaksMutualTlsToAMeshThatRefusesIt(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host) {
    RegistrySnapshot view = GoldenCase.snapshot(ruled(records, TrustRule.VERIFY));

    HostDecision decision = plan(view, cluster, host);

    if (decision instanceof HostPlan plan) {
      for (Destination destination : plan.destinations()) {
        MeshTrust own = trust(view, cluster);
        MeshTrust other = trust(view, destination.origin());
        assertThat(destination.meshed() && (own.refuses(other) || other.refuses(own)))
            .as("%s in %s", destination, cluster)
            .isFalse();
      }
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void rootsThatAllAcceptChangeNothing(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host) {
    List<Resource> alike = trusting(records, trust -> TestTrust.ONE_ROOT);
    List<Resource> unknown = trusting(records, trust -> MeshTrust.UNKNOWN);

    assertThat(withoutTrust(plan(GoldenCase.snapshot(alike), cluster, host)))
        .isEqualTo(plan(GoldenCase.snapshot(unknown), cluster, host));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsAssumedToBeTrustedIsUsedAsIfNothingWereKnown(
      @ForAll("records") List<Resource> records,
      @ForAll("cluster") OriginId cluster,
      @ForAll("host") HostKey host) {
    List<Resource> assumed = ruled(records, TrustRule.ASSUME);
    List<Resource> unknown = trusting(assumed, trust -> MeshTrust.UNKNOWN);

    assertThat(withoutTrust(plan(GoldenCase.snapshot(assumed), cluster, host)))
        .isEqualTo(plan(GoldenCase.snapshot(unknown), cluster, host));
  }

  private static HostDecision plan(RegistrySnapshot view, OriginId cluster, HostKey host) {
    return HostPlanner.plan(view, cluster, TestRegistries.SURROUNDINGS, host);
  }

  private static MeshTrust trust(RegistrySnapshot view, OriginId origin) {
    return view.cluster(origin).map(Cluster::trust).orElse(MeshTrust.UNKNOWN);
  }

  private static List<Resource> ruled(List<Resource> records, TrustRule rule) {
    return records.stream()
        .map(record -> record instanceof VirtualMesh mesh ? mesh.with(rule) : record)
        .collect(Collectors.toList());
  }

  private static List<Resource> trusting(List<Resource> records, UnaryOperator<MeshTrust> as) {
    return records.stream()
        .map(
            record ->
                record instanceof Cluster facts && facts.source().isEmpty()
                    ? facts.trusting(as.apply(facts.trust()))
                    : record)
        .collect(Collectors.toList());
  }

  private static HostDecision withoutTrust(HostDecision decision) {
    var findings =
        decision.findings().stream()
            .filter(finding -> !ABOUT_TRUST.contains(finding.code()))
            .toList();
    return decision instanceof HostPlan plan
        ? plan.with(plan.traffic(), findings)
        : new HostOmitted(decision.host(), findings);
  }
}
