package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.portolan.v1.AccessCaller;
import dev.portolan.v1.AccessGrant;
import dev.portolan.v1.AccessPolicy;
import dev.portolan.v1.FailoverDistance;
import dev.portolan.v1.FailoverPolicy;
import dev.portolan.v1.FailoverTier;
import dev.portolan.v1.Finding;
import dev.portolan.v1.HostSelector;
import dev.portolan.v1.Rule;
import dev.portolan.v1.RuleFinding;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleSummary;
import dev.portolan.v1.TrafficPart;
import dev.portolan.v1.TrafficPolicy;
import dev.portolan.v1.VirtualMesh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleCommandTest {
  private static final String POLICY =
      """
      apiVersion: portolan.dev/v1
      kind: FailoverPolicy
      metadata: {name: checkout}
      spec:
        virtualMesh: shop
        hosts: [shop/cart]
        tiers: [{near: cluster}]
      """;

  @TempDir Path directory;
  private final CommandRig rig = new CommandRig();

  @AfterEach
  void close() {
    rig.close();
  }

  /** {@code -Dgolden.update=true} writes it anew. */
  @Test
  void theSchemaThatIsShippedIsTheOneOfTheReaders() throws IOException {
    Path shipped = Path.of("../docs/rules.schema.json");
    assertThat(rig.run("schema")).isZero();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(shipped, rig.out());
    }
    assertThat(shipped).hasContent(rig.out());
  }

  @Test
  void appliesWhatFilesSayAndNamesWhatBecameOfIt() throws IOException {
    assertThat(rig.run("apply", "-f", file(POLICY))).isZero();

    assertThat(rig.out()).isEqualToIgnoringNewLines("failoverpolicy/checkout created");
    Rule sent = rig.hub.admin().changes.get(0).getChanges(0).getPut();
    assertThat(sent.getFailoverPolicy()).isEqualTo(policy());
    assertThat(rig.hub.admin().changes.get(0).getValidateOnly()).isFalse();
  }

  @Test
  void aDryRunIsOneAtTheHub() throws IOException {
    assertThat(rig.run("apply", "-f", file(POLICY), "--dry-run")).isZero();

    assertThat(rig.out()).contains("created (dry run)");
    assertThat(rig.hub.admin().changes.get(0).getValidateOnly()).isTrue();
  }

  @Test
  void namesEveryProblemOfAFileAndAsksNobody() throws IOException {
    String bad = file(POLICY.replace("tiers", "tires") + "---\nkind: Failover\n");

    assertThat(rig.run("apply", "-f", bad)).isEqualTo(2);

    assertThat(rig.err())
        .contains("nothing was done", "did you mean 'tiers'?", "kind is 'Failover'", ":7:");
    assertThat(rig.hub.admin().changes).isEmpty();
  }

  @Test
  void deletesByKindAndName() {
    assertThat(rig.run("delete", "fp", "checkout", "--etag", "1f")).isZero();
    assertThat(rig.run("delete", "meshes", "shop")).isEqualTo(2);

    assertThat(rig.out()).isEqualToIgnoringNewLines("failoverpolicy/checkout deleted");
    assertThat(rig.err()).contains("'meshes' is no kind of rule");
    var change = rig.hub.admin().changes.get(0).getChanges(0);
    assertThat(change.getDelete().getKind()).isEqualTo(RuleKind.RULE_KIND_FAILOVER_POLICY);
    assertThat(change.getEtag()).isEqualTo("1f");
  }

  @Test
  void showsWhatWouldChangeAndSaysSoByItsExitCode() throws IOException {
    rig.hub.registry().rules.add(summary());

    assertThat(rig.run("diff", "-f", file(POLICY))).isZero();
    assertThat(rig.out()).isEmpty();
    assertThat(rig.run("diff", "-f", file(POLICY.replace("near: cluster", "near: any"))))
        .isEqualTo(1);
    assertThat(rig.out())
        .contains("--- failoverpolicy/checkout", "-  - near: cluster", "+  - near: any");
    assertThat(rig.hub.admin().changes).isEmpty();
  }

  @Test
  void listsRulesAndWhereTheyAreInForce() {
    rig.hub
        .registry()
        .rules
        .add(
            RuleSummary.newBuilder()
                .setRule(
                    Rule.newBuilder()
                        .setVirtualMesh(
                            VirtualMesh.newBuilder()
                                .setName("shop")
                                .addMembers("east-1")
                                .addMembers("west-1")))
                .addInForce("east-1")
                .addPending("west-1")
                .build());
    rig.hub.registry().rules.add(summary());

    assertThat(rig.run("get", "rules")).isZero();

    assertThat(rig.out().lines().map(line -> line.replaceAll(" {2,}", "  ")))
        .containsExactly(
            "KIND  NAME  VIRTUAL MESH  ABOUT  IN FORCE  FINDINGS",
            "virtualmesh  shop  shop  east-1,west-1  1/2  0",
            "failoverpolicy  checkout  shop  shop/cart  2/2  1");
  }

  @Test
  void whatIsShownAsYamlCanBeApplied() throws IOException {
    rig.hub.registry().rules.add(summary());
    assertThat(rig.run("get", "failoverpolicy", "checkout", "-o", "yaml")).isZero();
    assertThat(rig.out()).contains("status:", "etag: 1f", "cluster: east-1", "PTL0134");

    assertThat(rig.run("apply", "-f", file(rig.out()))).isZero();

    assertThat(rig.hub.admin().changes.get(0).getChanges(0).getPut().getFailoverPolicy())
        .isEqualTo(policy());
  }

  @Test
  void aRuleThatIsNotThereIsNotFound() {
    assertThat(rig.run("get", "virtualmesh", "shop")).isEqualTo(3);
    assertThat(rig.run("get", "rules", "-n", "shop")).isEqualTo(2);

    assertThat(rig.err()).contains("no rule 'shop'", "rules belong to no cluster");
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("rules.yaml"), text).toString();
  }

  private static RuleSummary summary() {
    return RuleSummary.newBuilder()
        .setRule(Rule.newBuilder().setFailoverPolicy(policy()))
        .setEtag("1f")
        .addInForce("east-1")
        .addInForce("west-1")
        .addFindings(
            RuleFinding.newBuilder()
                .setCluster("east-1")
                .setFinding(Finding.newBuilder().setCode("PTL0134")))
        .build();
  }

  @Test
  void aTrafficPolicyIsListedAndFoundByItsName() {
    rig.hub.registry().rules.add(summary());
    rig.hub
        .registry()
        .rules
        .add(
            RuleSummary.newBuilder()
                .setRule(
                    Rule.newBuilder()
                        .setTrafficPolicy(
                            TrafficPolicy.newBuilder()
                                .setName("canary")
                                .setVirtualMesh("shop")
                                .addHosts(
                                    HostSelector.newBuilder().setNamespace("shop").setName("*"))
                                .addParts(
                                    TrafficPart.newBuilder()
                                        .setTimeout(Duration.newBuilder().setSeconds(2)))))
                .addInForce("east-1")
                .build());

    assertThat(rig.run("get", "tp", "canary")).isZero();

    assertThat(rig.out().lines().map(line -> line.replaceAll(" {2,}", "  ")))
        .containsExactly(
            "KIND  NAME  VIRTUAL MESH  ABOUT  IN FORCE  FINDINGS",
            "trafficpolicy  canary  shop  shop/*  1/1  0");
  }

  @Test
  void anAccessPolicyIsListedAndFoundByItsName() {
    rig.hub.registry().rules.add(summary());
    rig.hub
        .registry()
        .rules
        .add(
            RuleSummary.newBuilder()
                .setRule(
                    Rule.newBuilder()
                        .setAccessPolicy(
                            AccessPolicy.newBuilder()
                                .setName("cart-callers")
                                .setVirtualMesh("shop")
                                .addHosts(
                                    HostSelector.newBuilder().setNamespace("shop").setName("cart"))
                                .addAllow(
                                    AccessGrant.newBuilder()
                                        .addFrom(
                                            AccessCaller.newBuilder()
                                                .setCluster("*")
                                                .setNamespace("web")))))
                .addPending("east-1")
                .build());

    assertThat(rig.run("get", "ap", "cart-callers")).isZero();

    assertThat(rig.out().lines().map(line -> line.replaceAll(" {2,}", "  ")))
        .containsExactly(
            "KIND  NAME  VIRTUAL MESH  ABOUT  IN FORCE  FINDINGS",
            "accesspolicy  cart-callers  shop  shop/cart  0/1  0");
    assertThat(rig.run("get", "accesspolicy", "cart-callers", "-o", "yaml")).isZero();
    assertThat(rig.out()).contains("kind: AccessPolicy", "namespace: web");
  }

  private static FailoverPolicy policy() {
    return FailoverPolicy.newBuilder()
        .setName("checkout")
        .setVirtualMesh("shop")
        .addHosts(HostSelector.newBuilder().setNamespace("shop").setName("cart"))
        .addTiers(FailoverTier.newBuilder().setNear(FailoverDistance.FAILOVER_DISTANCE_CLUSTER))
        .setRest(dev.portolan.v1.FailoverRest.FAILOVER_REST_LAST)
        .build();
  }
}
