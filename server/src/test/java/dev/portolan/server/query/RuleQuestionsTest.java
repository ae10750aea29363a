package dev.portolan.server.query;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.query.QueryRig.codeOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.v1.GetRuleRequest;
import dev.portolan.v1.ListRulesRequest;
import dev.portolan.v1.ListRulesResponse;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleName;
import dev.portolan.v1.RuleSummary;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RuleQuestionsTest {
  private final QueryRig rig = new QueryRig();

  @BeforeEach
  void fill() {
    rig.rules(mesh("shop", EAST, WEST), policy("order", "shop"), policy("alone", "nowhere"));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void listsRulesByKindAndNameInPages() {
    ListRulesResponse first = list(RuleKind.RULE_KIND_UNSPECIFIED, 2, "");
    ListRulesResponse second = list(RuleKind.RULE_KIND_UNSPECIFIED, 2, first.getNextPageToken());

    assertThat(first.getRulesList())
        .extracting(RuleQuestionsTest::name)
        .containsExactly("shop", "alone");
    assertThat(second.getRulesList()).extracting(RuleQuestionsTest::name).containsExactly("order");
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(list(RuleKind.RULE_KIND_VIRTUAL_MESH, 0, "").getRulesList())
        .extracting(RuleQuestionsTest::name)
        .containsExactly("shop");
  }

  @Test
  void aRuleIsInForceWhereAnAgentHasReachedIt() {
    rig.catchesUp(EAST);
    rig.finds(WEST, FindingCode.FAILOVER_CLUSTER_UNKNOWN, "failover-policy/order");

    RuleSummary order = get(RuleKind.RULE_KIND_FAILOVER_POLICY, "order");
    assertThat(order.getInForceList()).containsExactly("east-1");
    assertThat(order.getPendingList()).containsExactly("west-1");
    assertThat(order.getFindings(0).getCluster()).isEqualTo("west-1");
    assertThat(order.getFindings(0).getFinding().getCode()).isEqualTo("PTL0134");
    assertThat(get(RuleKind.RULE_KIND_FAILOVER_POLICY, "alone").getFindingsList()).isEmpty();

    rig.rules(mesh("shop", EAST, WEST), policy("order", "shop"), policy("alone", "shop"));
    RuleSummary changed = get(RuleKind.RULE_KIND_FAILOVER_POLICY, "alone");
    assertThat(changed.getInForceList()).isEmpty();
    assertThat(changed.getPendingList()).containsExactly("east-1", "west-1");
    assertThat(get(RuleKind.RULE_KIND_FAILOVER_POLICY, "order").getInForceList())
        .containsExactly("east-1");
  }

  @Test
  void aRuleInWavesIsInForceOnlyWhereItHasCome() {
    rig.rules(
        mesh("shop", EAST, WEST),
        policy("order", "shop"),
        policy("alone", "shop")
            .with(
                Rollout.of(
                    List.of(new TreeSet<>(List.of(EAST))), Duration.ZERO, Duration.ofSeconds(60))));
    rig.catchesUp(EAST);
    rig.catchesUp(WEST);

    RuleSummary alone = get(RuleKind.RULE_KIND_FAILOVER_POLICY, "alone");
    assertThat(alone.getInForceList()).containsExactly("east-1");
    assertThat(alone.getPendingList()).containsExactly("west-1");
    assertThat(alone.getRollout().getStage().getWave()).isEqualTo(1);
    assertThat(get(RuleKind.RULE_KIND_FAILOVER_POLICY, "order").hasRollout()).isFalse();
  }

  @Test
  void anEtagChangesWithItsRuleOnly() {
    String before = get(RuleKind.RULE_KIND_FAILOVER_POLICY, "alone").getEtag();
    String other = get(RuleKind.RULE_KIND_FAILOVER_POLICY, "order").getEtag();

    rig.rules(mesh("shop", EAST, WEST), policy("order", "shop"), policy("alone", "shop"));

    assertThat(get(RuleKind.RULE_KIND_FAILOVER_POLICY, "alone").getEtag()).isNotEqualTo(before);
    assertThat(get(RuleKind.RULE_KIND_FAILOVER_POLICY, "order").getEtag()).isEqualTo(other);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(codeOf(() -> get(RuleKind.RULE_KIND_VIRTUAL_MESH, "order")))
        .isEqualTo(Code.NOT_FOUND);
    assertThat(codeOf(() -> get(RuleKind.RULE_KIND_UNSPECIFIED, "order")))
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(codeOf(() -> get(RuleKind.RULE_KIND_VIRTUAL_MESH, "Shop")))
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  private ListRulesResponse list(RuleKind kind, int size, String token) {
    return rig.stub()
        .listRules(
            ListRulesRequest.newBuilder()
                .setKind(kind)
                .setPageSize(size)
                .setPageToken(token)
                .build());
  }

  private RuleSummary get(RuleKind kind, String name) {
    return rig.stub()
        .getRule(
            GetRuleRequest.newBuilder()
                .setName(RuleName.newBuilder().setKind(kind).setName(name))
                .build())
        .getRule();
  }

  private static String name(RuleSummary summary) {
    return summary.getRule().hasVirtualMesh()
        ? summary.getRule().getVirtualMesh().getName()
        : summary.getRule().getFailoverPolicy().getName();
  }

  private static FailoverPolicy policy(String name, String mesh) {
    return new FailoverPolicy(
        PolicyKey.failover(name),
        new VirtualMeshKey(mesh),
        List.of(HostSelector.ALL),
        List.of(new FailoverTier.Near(FailoverTier.Distance.ANY)));
  }
}
