package dev.portolan.server.query;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Policy;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Rollout.Stage;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.v1.AnalyzeRequest;
import dev.portolan.v1.AnalyzeResponse;
import dev.portolan.v1.FindingSummary;
import dev.portolan.v1.Severity;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnalyzeTest {
  private static final HostSelector REVIEWS = new HostSelector("bookinfo", "reviews");

  @Test
  void whatSeveralClustersSayIsThereOnceWithWhatToDo() {
    try (QueryRig rig = new QueryRig()) {
      rig.rules(mesh("shop", EAST, WEST));
      rig.finds(EAST, FindingCode.NO_GATEWAY, "service/bookinfo/reviews");
      rig.finds(WEST, FindingCode.NO_GATEWAY, "service/bookinfo/reviews");

      AnalyzeResponse all = rig.stub().analyze(AnalyzeRequest.getDefaultInstance());
      AnalyzeResponse west =
          rig.stub().analyze(AnalyzeRequest.newBuilder().setOrigin("west-1").build());
      AnalyzeResponse bad =
          rig.stub().analyze(AnalyzeRequest.newBuilder().setLeast(Severity.SEVERITY_ERROR).build());

      FindingSummary gateway = summary(all, "PTL0105");
      assertThat(gateway.getOriginsList()).containsExactly("east-1", "west-1");
      assertThat(gateway.getRemedy()).contains("PTL0205");
      assertThat(all.getFindingsList())
          .extracting(found -> found.getFinding().getSeverityValue())
          .isSortedAccordingTo((one, other) -> other - one);
      assertThat(summary(west, "PTL0105").getOriginsList()).containsExactly("west-1");
      assertThat(bad.getFindingsList())
          .extracting(found -> found.getFinding().getCode())
          .doesNotContain("PTL0105");
      assertThatThrownBy(
              () -> rig.stub().analyze(AnalyzeRequest.newBuilder().setOrigin("nobody").build()))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("no origin 'nobody' is known");
    }
  }

  @Test
  void aPolicyWithoutEffectIsNamed() {
    assertThat(codes(policy("all", "shop", HostSelector.ALL))).isEmpty();
    assertThat(codes(policy("one", "shop", REVIEWS))).isEmpty();
    assertThat(codes(policy("gone", "shop", new HostSelector("bookinfo", "gone"))))
        .containsExactly("PTL0606");
    assertThat(codes(policy("else", "shop", new HostSelector("web", "*"))))
        .containsExactly("PTL0606");
    assertThat(codes(policy("lost", "nowhere", HostSelector.ALL))).containsExactly("PTL0605");
  }

  @Test
  void aRolloutThatIsHaltedIsNamedWithItsReason() {
    Policy policy = policy("order", "shop", HostSelector.ALL);
    Rollout rollout =
        Rollout.of(List.of(new TreeSet<>(List.of(EAST))), Duration.ZERO, Duration.ofMinutes(1));
    Stage first = Stage.first(Optional.empty(), Instant.EPOCH);

    assertThat(codes(policy.with(rollout.at(first)))).isEmpty();
    assertThat(
            RegistryFindings.aboutRules(
                snapshot(policy.with(rollout.at(first.halted("it is late", Instant.EPOCH))))))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.ROLLOUT_HALTED);
              assertThat(finding.subject()).isEqualTo("failover-policy/order");
              assertThat(finding.message()).contains("wave 1 of 1", "it is late");
            });
  }

  @Test
  void whoReportsAndIsInNoVirtualMeshIsNamed() {
    RegistrySnapshot snapshot = snapshot(service(WEST, "ratings", 80));

    assertThat(RegistryFindings.about(snapshot, EAST)).isEmpty();
    assertThat(RegistryFindings.about(snapshot, WEST))
        .map(finding -> finding.code().code())
        .contains("PTL0608");
  }

  private static FindingSummary summary(AnalyzeResponse response, String code) {
    return response.getFindingsList().stream()
        .filter(found -> found.getFinding().getCode().equals(code))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> codes(Policy policy) {
    return RegistryFindings.aboutRules(snapshot(policy)).stream()
        .map(finding -> finding.code().code())
        .toList();
  }

  private static RegistrySnapshot snapshot(Resource more) {
    return RegistrySnapshot.of(
        Revision.NONE,
        Stream.of(mesh("shop", EAST), service(EAST, "reviews", 80), more)
            .<Recorded<?>>map(Recorded::local)
            .toList());
  }

  private static Policy policy(String name, String mesh, HostSelector hosts) {
    return new FailoverPolicy(
        PolicyKey.failover(name),
        new VirtualMeshKey(mesh),
        List.of(hosts),
        List.of(new FailoverTier.Near(FailoverTier.Distance.ANY)));
  }
}
