package dev.portolan.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverPolicy.Rest;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.FailoverTier.Clusters;
import dev.portolan.registry.FailoverTier.Distance;
import dev.portolan.registry.FailoverTier.Near;
import dev.portolan.registry.FailoverTier.Regions;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.OutlierRule;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.settings.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailoverPolicyDocumentTest {
  private static final String MESH =
      """
      apiVersion: portolan.dev/v1
      kind: VirtualMesh
      metadata: {name: shop}
      spec: {members: [east-1]}
      """;
  private static final String HEAD =
      """
      ---
      apiVersion: portolan.dev/v1
      kind: FailoverPolicy
      metadata: {name: order}
      spec:
      """;

  @TempDir Path directory;

  @Test
  void readsAllOfAPolicy() throws Exception {
    RuleFiles.Content content =
        read(
            """
              virtualMesh: shop
              hosts: [shop/cart, "payments/*", "*"]
              tiers:
              - near: cluster
              - clusters: [east-2, east-1]
              - weighted:
                - {cluster: west-1, weight: 80}
                - {cluster: west-2, weight: 20}
              - regions: [eu-west]
              rest: never
              outlierDetection: {consecutiveErrors: 3, interval: 1s, baseEjectionTime: 2m, maxEjectionPercent: 50}
            """);

    assertThat(content.problems()).isEmpty();
    assertThat(content.rules().get(1))
        .isEqualTo(
            new FailoverPolicy(
                PolicyKey.failover("order"),
                new VirtualMeshKey("shop"),
                new TreeSet<>(
                    Set.of(
                        new HostSelector("shop", "cart"),
                        new HostSelector("payments", "*"),
                        HostSelector.ALL)),
                List.of(
                    new Near(Distance.CLUSTER),
                    Clusters.of(
                        new TreeSet<>(Set.of(new OriginId("east-1"), new OriginId("east-2")))),
                    new Clusters(
                        Sorted.map(Map.of(new OriginId("west-1"), 80, new OriginId("west-2"), 20))),
                    new Regions(Sorted.set(Set.of("eu-west")))),
                Rest.NEVER,
                new OutlierRule(3, Duration.ofSeconds(1), Duration.ofMinutes(2), 50)));
  }

  @Test
  void whatIsLeftOutHasTheUsualValues() throws Exception {
    RuleFiles.Content content =
        read("  virtualMesh: shop\n  hosts: [shop/cart]\n  tiers: [{near: any}]\n");

    assertThat(content.problems()).isEmpty();
    assertThat(content.rules().get(1))
        .isEqualTo(
            new FailoverPolicy(
                PolicyKey.failover("order"),
                new VirtualMeshKey("shop"),
                List.of(new HostSelector("shop", "cart")),
                List.<FailoverTier>of(new Near(Distance.ANY))));
  }

  @Test
  void namesEveryProblemWithItsLine() throws Exception {
    RuleFiles.Content content =
        read(
            """
              virtualMesh: Shop
              hosts: [cart, "*/cart"]
              tiers:
              - {near: galaxy}
              - {clusters: [east-1, east-1]}
              - {clusters: [east-1], regions: [eu]}
              - {weighted: [{cluster: west-1, weight: 101}, {cluster: west-1}]}
              - {regions: []}
              rest: maybe
              outlierDetection: {interval: 2h, maxEjectionPercent: 0, consecutive: 1}
            """);

    assertThat(content.problems())
        .extracting(Problem::toString)
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains(":10:", "spec.virtualMesh 'Shop'"),
            text -> assertThat(text).contains(":11:", "'cart'; <namespace>/<name>"),
            text -> assertThat(text).contains(":11:", "'*/cart'"),
            text -> assertThat(text).contains(":13:", "'galaxy'", "[cluster, region, any]"),
            text -> assertThat(text).contains(":14:", "east-1 twice"),
            text -> assertThat(text).contains(":15:", "[clusters, regions]; exactly one"),
            text -> assertThat(text).contains(":16:", "weight is '101'; 1 to 100"),
            text -> assertThat(text).contains(":16:", "spec.tiers.weighted.weight is missing"),
            text -> assertThat(text).contains(":16:", "west-1 twice"),
            text -> assertThat(text).contains(":17:", "regions has 0 entries"),
            text -> assertThat(text).contains(":18:", "'maybe'", "[last, never]"),
            text -> assertThat(text).contains(":19:", "'2h'", "from 1s to 1h"),
            text -> assertThat(text).contains(":19:", "maxEjectionPercent is '0'"),
            text -> assertThat(text).contains(":19:", "no field", "outlierDetection.consecutive"));
  }

  @Test
  void aPartitionRuleStandsBesideTiersOrAlone() throws Exception {
    String alone =
        "  virtualMesh: shop\n  hosts: [shop/cart]\n  partition: {rule: withdraw, grace: 2m}\n";
    PartitionRule rule = new PartitionRule(PartitionRule.Action.WITHDRAW, Duration.ofMinutes(2));

    FailoverPolicy read = (FailoverPolicy) read(alone).rules().get(1);
    FailoverPolicy both = (FailoverPolicy) read(alone + "  tiers: [{near: any}]\n").rules().get(1);

    assertThat(read.partition()).contains(rule);
    assertThat(read.orders()).isFalse();
    assertThat(both.partition()).contains(rule);
    assertThat(both.tiers()).hasSize(1);
  }

  @Test
  void whatAPartitionRuleCannotSayIsNamedWithItsLine() throws Exception {
    RuleFiles.Content content =
        read(
            """
              virtualMesh: shop
              hosts: [shop/cart]
              partition: {rule: drop, grace: 169h, services: []}
              rest: never
              outlierDetection: {interval: 1s}
            """);

    assertThat(content.problems())
        .extracting(Problem::toString)
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains(":12:", "'drop'", "[keep, demote, withdraw]"),
            text -> assertThat(text).contains(":12:", "spec.partition.grace", "168h"),
            text -> assertThat(text).contains(":12:", "no field 'spec.partition.services'"),
            text -> assertThat(text).contains("spec.rest needs spec.tiers"),
            text -> assertThat(text).contains("spec.outlierDetection needs spec.tiers"));
    assertThat(
            read("  virtualMesh: shop\n  hosts: [shop/cart]\n  partition: {grace: 1m}\n")
                .problems())
        .extracting(Problem::description)
        .containsExactly("spec.partition.rule is missing");
  }

  @Test
  void aPolicyWithoutHostsOrTiersIsNone() throws Exception {
    assertThat(read("  virtualMesh: shop\n").problems())
        .extracting(Problem::description)
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("spec.hosts is missing"),
            text -> assertThat(text).contains("spec.tiers has 0 tiers"));
  }

  @Test
  void twoPoliciesOfOneNameAreAProblem() throws Exception {
    String policy = "  virtualMesh: shop\n  hosts: [shop/cart]\n  tiers: [{near: any}]\n";
    Path file =
        Files.writeString(directory.resolve("rules.yaml"), MESH + HEAD + policy + HEAD + policy);

    assertThat(RuleFiles.ofHub(file).read().problems())
        .extracting(Problem::description)
        .singleElement()
        .asString()
        .contains("failover policy 'order' is in");
  }

  private RuleFiles.Content read(String spec) throws Exception {
    return RuleFiles.ofHub(Files.writeString(directory.resolve("rules.yaml"), MESH + HEAD + spec))
        .read();
  }
}
