package dev.portolan.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.Recorded;
import dev.portolan.registry.Rule;
import dev.portolan.rules.RuleFiles;
import dev.portolan.v1.AbortRolloutRequest;
import dev.portolan.v1.AdminServiceGrpc;
import dev.portolan.v1.ChangeRulesRequest;
import dev.portolan.v1.GetRuleRequest;
import dev.portolan.v1.RegistryServiceGrpc;
import dev.portolan.v1.RolloutState;
import dev.portolan.v1.RuleChange;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleName;
import dev.portolan.v1.RuleSummary;
import dev.portolan.wire.RuleCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A policy comes to one cluster after another; what stands in each is what decides. */
@Timeout(240)
class RolloutIT {
  private static final List<String> CLUSTERS = List.of("east-1", "east-2", "west-1");
  private static final RuleName REVIEWS =
      RuleName.newBuilder().setKind(RuleKind.RULE_KIND_FAILOVER_POLICY).setName("reviews").build();

  @TempDir private Path directory;
  private @Nullable InProcess parts;

  @BeforeEach
  void start() throws Exception {
    parts = InProcess.withAgents(directory, CLUSTERS);
  }

  @AfterEach
  void stop() throws Exception {
    if (parts != null) {
      parts.close();
    }
  }

  @Test
  void aPolicyComesToOneWaveAfterTheOtherAndThenToAll() throws Exception {
    SortedMap<String, String> before = standing();

    apply("clusters: [west-1]", "east-1", "2s");

    federation().awaitObjects("east-1", "portolan.dev/t1");
    assertThat(standing("east-2")).isEqualTo(before.get("east-2"));
    assertThat(standing("west-1")).isEqualTo(before.get("west-1"));
    for (String cluster : CLUSTERS) {
      federation().awaitObjects(cluster, "portolan.dev/t1");
    }
    await().atMost(60, TimeUnit.SECONDS).until(() -> !reviews().hasRollout());
    assertThat(reviews().getInForceList()).containsExactlyElementsOf(CLUSTERS);
  }

  @Test
  void onePolicyThatAnAgentWarnsOfHaltsAndGoesBackToWhatStoodBefore() throws Exception {
    SortedMap<String, String> before = standing();

    apply("clusters: [nowhere-1]", "east-1", "1s");

    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () ->
                reviews().getRollout().getStage().getState() == RolloutState.ROLLOUT_STATE_HALTED);
    assertThat(reviews().getRollout().getStage().getReason())
        .contains("east-1 says PTL01", "nowhere-1");
    assertThat(standing("east-1")).isNotEqualTo(before.get("east-1"));
    assertThat(standing("east-2")).isEqualTo(before.get("east-2"));
    assertThat(standing("west-1")).isEqualTo(before.get("west-1"));

    // Dropped: what it comes to is asked for below.
    var unused =
        AdminServiceGrpc.newBlockingStub(federation().channel())
            .abortRollout(AbortRolloutRequest.newBuilder().setName(REVIEWS).build());

    await()
        .atMost(60, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(standing()).isEqualTo(before));
  }

  /** A failover policy of one tier, which comes to one cluster first. */
  private void apply(String tier, String first, String soak) throws IOException {
    Path rules = Files.createDirectories(directory.resolve("rules"));
    Files.writeString(
        rules.resolve("rules.yaml"),
        """
        apiVersion: portolan.dev/v1
        kind: FailoverPolicy
        metadata: {name: reviews}
        spec:
          virtualMesh: bookinfo
          hosts: [bookinfo/reviews]
          tiers: [{%s}, {near: any}]
          rollout:
            waves: [{clusters: [%s]}]
            soak: %s
        """
            .formatted(tier, first, soak));
    RuleFiles.Content content = RuleFiles.some(rules).read();
    Rule policy = content.rules().get(0);
    // Dropped: what became of it is asked for.
    var unused =
        AdminServiceGrpc.newBlockingStub(federation().channel())
            .changeRules(
                ChangeRulesRequest.newBuilder()
                    .addChanges(
                        RuleChange.newBuilder().setPut(RuleCodec.encode(Recorded.local(policy))))
                    .build());
  }

  private RuleSummary reviews() {
    return RegistryServiceGrpc.newBlockingStub(federation().channel())
        .getRule(GetRuleRequest.newBuilder().setName(REVIEWS).build())
        .getRule();
  }

  private InProcess federation() {
    return requireNonNull(parts);
  }

  private SortedMap<String, String> standing() throws IOException {
    SortedMap<String, String> standing = new TreeMap<>();
    for (String cluster : CLUSTERS) {
      standing.put(cluster, standing(cluster));
    }
    return standing;
  }

  /** All objects of a cluster, without the revision as of which they were written. */
  private String standing(String cluster) throws IOException {
    return federation()
        .objects(cluster)
        .toString()
        .replaceAll("portolan.dev/revision: .*", "portolan.dev/revision:");
  }
}
