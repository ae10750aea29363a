package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.v1.FailoverDistance;
import dev.portolan.v1.FailoverPolicy;
import dev.portolan.v1.FailoverTier;
import dev.portolan.v1.HostSelector;
import dev.portolan.v1.Rollout;
import dev.portolan.v1.RolloutStage;
import dev.portolan.v1.RolloutState;
import dev.portolan.v1.RolloutWave;
import dev.portolan.v1.Rule;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleName;
import dev.portolan.v1.RuleSummary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RolloutCommandTest {
  private static final RuleName ORDER =
      RuleName.newBuilder().setKind(RuleKind.RULE_KIND_FAILOVER_POLICY).setName("order").build();

  private final CommandRig rig = new CommandRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void showsWhichAreOnTheirWayHowFarAndWhyNoFurther() {
    rig.hub.registry().rules.add(rule("order", rollout(2, RolloutState.ROLLOUT_STATE_HALTED)));
    rig.hub.registry().rules.add(rule("other", rollout(3, RolloutState.ROLLOUT_STATE_RUNNING)));
    rig.hub.registry().rules.add(rule("done", Rollout.getDefaultInstance()));

    assertThat(rig.run("rollout", "status")).isZero();

    assertThat(rig.out().lines().map(line -> line.replaceAll(" {2,}", "  ").strip()))
        .satisfiesExactly(
            header -> assertThat(header).startsWith("POLICY  STATE  AT  SINCE  IN FORCE  REASON"),
            order ->
                assertThat(order)
                    .startsWith("failoverpolicy/order  halted  wave 2 of 2 (east-2, west-1)")
                    .endsWith("1/2  east-2 says PTL0135"),
            other ->
                assertThat(other).startsWith("failoverpolicy/other  running  all other clusters"));
  }

  @Test
  void saysWhenNoneIs() {
    assertThat(rig.run("rollout", "status")).isZero();

    assertThat(rig.out()).isEmpty();
    assertThat(rig.err()).contains("no rollout is under way");
  }

  @Test
  void resumesAndGivesUpByKindAndName() {
    rig.hub.admin().rollouts.put(ORDER, rollout(1, RolloutState.ROLLOUT_STATE_RUNNING));

    assertThat(rig.run("rollout", "resume", "fp", "order")).isZero();
    assertThat(rig.out())
        .contains("rollout of failoverpolicy/order goes on with wave 1 of 2 (east-1)");
    assertThat(rig.run("rollout", "abort", "failoverpolicy", "order")).isZero();
    assertThat(rig.out()).contains("is given up: all clusters have what was before");
    assertThat(rig.run("rollout", "resume", "fp", "order")).isEqualTo(3);
    assertThat(rig.run("rollout", "resume", "meshes", "order")).isEqualTo(2);
    assertThat(rig.err())
        .contains("'meshes' is no kind of rule")
        .contains("failoverpolicy, trafficpolicy");
  }

  @Test
  void aRuleIsDescribedWithItsRollout() {
    rig.hub.registry().rules.add(rule("order", rollout(2, RolloutState.ROLLOUT_STATE_HALTED)));

    assertThat(rig.run("describe", "failoverpolicy", "order")).isZero();
    assertThat(rig.out())
        .contains("Rollout: halted at wave 2 of 2 (east-2, west-1): east-2 says PTL0135")
        .contains("soak: 1m");
    assertThat(rig.run("get", "failoverpolicy", "order", "-o", "yaml")).isZero();
    assertThat(rig.out()).contains("state: halted").contains("reason: east-2 says PTL0135");
  }

  private static RuleSummary rule(String name, Rollout rollout) {
    RuleSummary.Builder summary = RuleSummary.newBuilder();
    FailoverPolicy.Builder policy =
        FailoverPolicy.newBuilder()
            .setName(name)
            .setVirtualMesh("shop")
            .addHosts(HostSelector.newBuilder().setNamespace("shop").setName("cart"))
            .addTiers(
                FailoverTier.newBuilder().setNear(FailoverDistance.FAILOVER_DISTANCE_CLUSTER));
    if (rollout.hasStage()) {
      policy.setRollout(rollout);
      summary.setRollout(rollout);
    }
    return summary
        .setRule(Rule.newBuilder().setFailoverPolicy(policy))
        .setEtag("a")
        .addInForce("east-1")
        .addPending("east-2")
        .build();
  }

  private static Rollout rollout(int wave, RolloutState state) {
    return Rollout.newBuilder()
        .addWaves(RolloutWave.newBuilder().addClusters("east-1"))
        .addWaves(RolloutWave.newBuilder().addClusters("east-2").addClusters("west-1"))
        .setStage(
            RolloutStage.newBuilder()
                .setWave(wave)
                .setState(state)
                .setReason(state == RolloutState.ROLLOUT_STATE_HALTED ? "east-2 says PTL0135" : ""))
        .build();
  }
}
