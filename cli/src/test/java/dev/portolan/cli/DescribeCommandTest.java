package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.cli.hub.SampleRegistry;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.v1.FailoverDistance;
import dev.portolan.v1.FailoverPolicy;
import dev.portolan.v1.FailoverTier;
import dev.portolan.v1.Finding;
import dev.portolan.v1.HostSelector;
import dev.portolan.v1.Rule;
import dev.portolan.v1.RuleFinding;
import dev.portolan.v1.RuleSummary;
import dev.portolan.v1.VirtualMesh;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescribeCommandTest {
  private final CommandRig rig = new CommandRig();

  @BeforeEach
  void fill() {
    rig.hub.registry().services.add(SampleRegistry.service("east-1", "bookinfo", "details", 2, 2));
    rig.hub.registry().services.add(SampleRegistry.service("east-1", "bookinfo", "reviews", 3, 2));
    rig.hub.registry().services.add(SampleRegistry.service("east-2", "bookinfo", "reviews", 3, 3));
    rig.hub.registry().services.add(SampleRegistry.service("far-1", "bookinfo", "reviews", 3, 3));
    rig.hub.registry().services.add(SampleRegistry.bare("east-2", "bookinfo", "private"));
    rig.hub.registry().clusters.add(SampleRegistry.cluster("east-1", 21));
    rig.hub.registry().clusters.add(SampleRegistry.cluster("east-2", 21));
    rig.hub
        .registry()
        .clusters
        .add(SampleRegistry.cluster("far-1", 21).toBuilder().setVirtualMesh("other").build());
    rig.hub.registry().rules.add(policy("order", "reviews"));
    rig.hub.registry().rules.add(policy("nobody", "nothing"));
    rig.hub
        .registry()
        .rules
        .add(
            RuleSummary.newBuilder()
                .setRule(
                    Rule.newBuilder()
                        .setVirtualMesh(
                            VirtualMesh.newBuilder()
                                .setName("bookinfo")
                                .addMembers("east-1")
                                .addMembers("east-2")))
                .build());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aRuleIsShownWithItsStandInEachClusterWhatItSelectsAndWhatWasFound() {
    assertThat(rig.run("describe", "failoverpolicy", "order")).isZero();

    assertThat(rig.out().lines().map(line -> line.replaceAll(" {3,}", "  ").stripTrailing()))
        .containsExactly(
            "failoverpolicy/order, etag e1",
            "",
            "apiVersion: portolan.dev/v1",
            "kind: FailoverPolicy",
            "metadata:",
            "  name: order",
            "spec:",
            "  virtualMesh: bookinfo",
            "  hosts:",
            "  - bookinfo/reviews",
            "  tiers:",
            "  - near: any",
            "  rest: last",
            "",
            "Clusters:",
            "CLUSTER  IN FORCE  FINDINGS",
            "east-1  not yet  1",
            "east-2  yes  0",
            "",
            "Selects 1 host:",
            "HOST  READY  OFFERED BY",
            "bookinfo/reviews  5  east-1,east-2",
            "",
            "Findings:",
            "  PTL0133 FailoverTierEmpty service/east-1/bookinfo/reviews in east-1: Tier 1 is empty.");
  }

  @Test
  void aPolicyThatSelectsNothingSaysSo() {
    assertThat(rig.run("describe", "fp/nobody")).isZero();

    assertThat(rig.out()).contains("Selects no host that anybody offers.");
  }

  @Test
  void aVirtualMeshIsShownWithWhatItsMembersExport() {
    assertThat(rig.run("describe", "virtualmesh", "bookinfo")).isZero();

    assertThat(rig.out())
        .contains("Exports 2 hosts:", "bookinfo/details", "bookinfo/reviews")
        .doesNotContain("private", "far-1");
  }

  @Test
  void aRegistrationIsShownWithWhatWasFoundAboutItAndNothingElse() {
    SampleRegistry.fill(rig.hub.registry());
    rig.hub
        .registry()
        .clusters
        .add(
            SampleRegistry.cluster("vms", 0).toBuilder()
                .addFindings(about("vm-8", "its ports differ"))
                .addFindings(about("vm-7", "another's"))
                .build());

    assertThat(rig.run("describe", "registration", "vms/shop/orders/vm-8")).isZero();

    assertThat(rig.out().lines().map(line -> line.replaceAll(" {3,}", "  ").stripTrailing()))
        .contains("ID  vm-8", "STATE  silent 45s", "PORTS  8080/http", "LABELS  version=v1")
        .endsWith(
            "Findings:",
            "  PTL0720 RegistrationsDisagree registration/vms/shop/orders/vm-8 in vms: its ports differ");
    assertThat(rig.run("describe", "reg", "orders")).isEqualTo(ExitCode.USAGE);
    assertThat(rig.err()).contains("write ORIGIN/NAMESPACE/SERVICE/ID");
  }

  private static Finding about(String id, String message) {
    return Finding.newBuilder()
        .setCode("PTL0720")
        .setReason("RegistrationsDisagree")
        .setSubject("registration/vms/shop/orders/" + id)
        .setMessage(message)
        .build();
  }

  @Test
  void aServiceIsShownWithNamesRulesAndEndpoints() {
    rig.hub.registry().services.clear();
    rig.hub.registry().services.add(SampleRegistry.merged("east-1", "bookinfo", "reviews"));
    SampleRegistry.fill(rig.hub.registry());

    assertThat(rig.run("describe", "service", "east-1/bookinfo/reviews")).isZero();

    assertThat(rig.out().lines().map(line -> line.replaceAll(" {3,}", "  ").stripTrailing()))
        .contains("ORIGIN  east-1", "Clients reach it as:")
        .contains("reviews.bookinfo.svc.clusterset.local  west-1  PTL0122")
        .containsSequence("Rules that select it:", "RULE", "failoverpolicy/order")
        .doesNotContain("failoverpolicy/nobody")
        .anyMatch(line -> line.contains("reviews-abcde"));
  }

  @Test
  void aServiceThatNobodyElseSeesSaysWhy() {
    assertThat(rig.run("describe", "service", "east-2/bookinfo/private")).isZero();

    assertThat(rig.out()).contains("Virtual mesh bookinfo does not export it.");
  }

  @Test
  void aClusterIsShownWithAllThatWasFound() {
    assertThat(rig.run("describe", "cluster", "east-1")).isZero();

    assertThat(rig.out().lines().map(line -> line.replaceAll(" {3,}", "  ").stripTrailing()))
        .contains("NAME  east-1", "NETWORK  net-east", "Findings:")
        .anyMatch(
            line -> line.startsWith("  PTL0102 PortConflict service/west-1/bookinfo/ratings"));
  }

  @ParameterizedTest
  @CsvSource({
    "describe service reviews, ORIGIN/NAMESPACE/NAME",
    "describe cluster, KIND and NAME",
    "describe fp/order order, KIND and NAME",
    "describe rules order, cannot be described",
    "describe failover order, there is no kind 'failover'"
  })
  void wrongUsageIsExplained(String line, String message) {
    assertThat(rig.run(line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(rig.err()).contains(message);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(rig.run("describe", "fp", "orders")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(rig.err()).contains("did you mean failoverpolicy/order?");
  }

  private static RuleSummary policy(String name, String service) {
    return RuleSummary.newBuilder()
        .setEtag("e1")
        .setRule(
            Rule.newBuilder()
                .setFailoverPolicy(
                    FailoverPolicy.newBuilder()
                        .setName(name)
                        .setVirtualMesh("bookinfo")
                        .addHosts(
                            HostSelector.newBuilder().setNamespace("bookinfo").setName(service))
                        .addTiers(
                            FailoverTier.newBuilder()
                                .setNear(FailoverDistance.FAILOVER_DISTANCE_ANY))))
        .addInForce("east-2")
        .addPending("east-1")
        .addFindings(
            RuleFinding.newBuilder()
                .setCluster("east-1")
                .setFinding(
                    Finding.newBuilder()
                        .setCode("PTL0133")
                        .setReason("FailoverTierEmpty")
                        .setSubject("service/east-1/bookinfo/reviews")
                        .setMessage("Tier 1 is empty.")))
        .build();
  }
}
