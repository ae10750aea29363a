package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.FailoverPolicy.Rest;
import dev.portolan.registry.PartitionRule.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartitionRulesTest {
  private static final OriginId EAST = new OriginId("east-1");
  private static final HostKey CART = new HostKey("shop", "cart");
  private static final PartitionRule DEMOTE =
      new PartitionRule(Action.DEMOTE, Duration.ofMinutes(2));

  @Test
  void theVirtualMeshsRuleForAHostComesBeforeTheServicesOwnAndThatBeforeTheGeneralOne() {
    PartitionRule exception = new PartitionRule(Action.WITHDRAW, Duration.ZERO);
    PartitionRules general = new PartitionRules(DEMOTE);
    PartitionRules special = new PartitionRules(DEMOTE, Sorted.map(Map.of(CART, exception)));

    assertThat(general.of(service(Map.of()))).isEqualTo(DEMOTE);
    assertThat(general.of(service(Map.of(PartitionLabels.RULE, "keep"))).acts()).isFalse();
    assertThat(special.of(service(Map.of(PartitionLabels.RULE, "keep")))).isEqualTo(exception);
  }

  @Test
  void aFailoverPolicyForTheHostComesBeforeAllOfThem() {
    PartitionRule exception = new PartitionRule(Action.WITHDRAW, Duration.ZERO);
    VirtualMesh mesh =
        new VirtualMesh(
                new VirtualMeshKey("m"),
                List.of(EAST),
                VirtualMesh.DEFAULT_SUFFIX,
                Sorted.set(Set.of("*")))
            .with(new PartitionRules(DEMOTE, Sorted.map(Map.of(CART, exception))));
    FailoverPolicy wide = policy("wide", HostSelector.ALL).with(PartitionRule.KEEP);
    FailoverPolicy silent = policy("silent", HostSelector.of(CART));

    assertThat(snapshot(mesh, silent, wide).partition(mesh, service(Map.of()), EAST))
        .isEqualTo(
            new PartitionDecision(
                PartitionRule.KEEP, PartitionDecision.Source.FAILOVER_POLICY, "wide"));
    assertThat(snapshot(mesh, silent).partition(mesh, service(Map.of()), EAST))
        .isEqualTo(PartitionDecision.by(PartitionDecision.Source.MESH_HOST, exception));
  }

  @Test
  void whoSaysItIsNamed() {
    PartitionRules rules = new PartitionRules(DEMOTE);

    assertThat(rules.decision(service(Map.of())).source()).isEqualTo(PartitionDecision.Source.MESH);
    assertThat(rules.decision(service(Map.of(PartitionLabels.RULE, "drop"))).source())
        .isEqualTo(PartitionDecision.Source.MESH);
    assertThat(rules.decision(service(Map.of(PartitionLabels.GRACE, "2m"))).source())
        .isEqualTo(PartitionDecision.Source.SERVICE);
  }

  @Test
  void aPolicySaysSomethingOfTheOrderOrOfLostOrigins() {
    FailoverPolicy order = policy("order", HostSelector.ALL);
    assertThatThrownBy(() -> policy(order, Rest.LAST, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 tiers");
    assertThatThrownBy(() -> policy(order, Rest.NEVER, Optional.of(DEMOTE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("how tiers are used");
    assertThat(policy(order, Rest.LAST, Optional.of(DEMOTE)).orders()).isFalse();
  }

  private static FailoverPolicy policy(
      FailoverPolicy like, Rest rest, Optional<PartitionRule> partition) {
    return new FailoverPolicy(
        like.key(), like.mesh(), like.hosts(), List.of(), rest, OutlierRule.DEFAULT, partition);
  }

  private static FailoverPolicy policy(String name, HostSelector hosts) {
    return new FailoverPolicy(
        PolicyKey.failover(name),
        new VirtualMeshKey("m"),
        List.of(hosts),
        List.of(new FailoverTier.Near(FailoverTier.Distance.ANY)));
  }

  private static RegistrySnapshot snapshot(Resource... records) {
    return RegistrySnapshot.of(
        Revision.NONE, Stream.of(records).<Recorded<?>>map(Recorded::local).toList());
  }

  @Test
  void whatALabelLeavesOutIsAsInTheVirtualMesh() {
    PartitionRules rules = new PartitionRules(DEMOTE);

    assertThat(rules.of(service(Map.of(PartitionLabels.RULE, "withdraw"))))
        .isEqualTo(new PartitionRule(Action.WITHDRAW, Duration.ofMinutes(2)));
    assertThat(rules.of(service(Map.of(PartitionLabels.GRACE, "90s"))))
        .isEqualTo(new PartitionRule(Action.DEMOTE, Duration.ofSeconds(90)));
    assertThat(PartitionRules.KEEP.of(service(Map.of(PartitionLabels.RULE, "withdraw"))))
        .isEqualTo(new PartitionRule(Action.WITHDRAW, PartitionRule.DEFAULT_GRACE));
  }

  @Test
  void aLabelThatSaysNothingKnownIsAProblemAndDoesNotCount() {
    Map<String, String> wrong = Map.of(PartitionLabels.RULE, "drop");
    Map<String, String> endless = Map.of(PartitionLabels.GRACE, "169h");

    assertThat(new PartitionRules(DEMOTE).of(service(wrong))).isEqualTo(DEMOTE);
    assertThat(new PartitionRules(DEMOTE).of(service(endless))).isEqualTo(DEMOTE);
    assertThat(PartitionLabels.problem(wrong).orElse("")).contains("'drop'", "withdraw");
    assertThat(PartitionLabels.problem(endless).orElse("")).contains("'169h'", "168h");
    assertThat(PartitionLabels.problem(Map.of(PartitionLabels.GRACE, "168h"))).isEmpty();
  }

  @Test
  void aRuleActsFromTheEndOfItsGraceOnOneThatIsLostOnly() {
    assertThat(DEMOTE.actsOn(lost(119))).isFalse();
    assertThat(DEMOTE.actsOn(lost(120))).isTrue();
    assertThat(DEMOTE.actsOn(Liveness.stale(EAST, Instant.EPOCH))).isFalse();
    assertThat(new PartitionRule(Action.WITHDRAW, Duration.ZERO).actsOn(lost(0))).isTrue();
    assertThat(PartitionRule.KEEP.actsOn(lost(1_000_000))).isFalse();
    assertThat(new PartitionRule(Action.UNKNOWN, Duration.ZERO).actsOn(lost(1_000_000))).isFalse();
  }

  @Test
  void aGraceIsOfWholeSecondsUpToAWeek() {
    assertThatThrownBy(() -> new PartitionRule(Action.DEMOTE, Duration.ofMillis(1500)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PartitionRule(Action.DEMOTE, Duration.ofDays(8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Liveness lost(long seconds) {
    return Liveness.lost(EAST, Instant.EPOCH, Duration.ofSeconds(seconds));
  }

  private static Service service(Map<String, String> labels) {
    return Service.of(
        CART.at(EAST),
        List.of(new ServicePort("http", 80, Protocol.HTTP)),
        labels,
        Set.of(),
        Service.Kind.VIRTUAL_IP,
        Optional.empty());
  }
}
