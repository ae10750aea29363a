package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.cli.hub.FakeRegistry;
import dev.portolan.cli.hub.HubChannels;
import dev.portolan.cli.hub.SampleRegistry;
import dev.portolan.cli.shell.ExitCode;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class GetCommandTest {
  private final CommandRig rig = new CommandRig();
  private final FakeRegistry registry = rig.hub.registry();

  @BeforeEach
  void fill() {
    SampleRegistry.fill(registry);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services",
        "service",
        "svc",
        "SVC",
        "endpoints",
        "endpoint",
        "ep",
        "registrations",
        "registration",
        "reg",
        "clusters",
        "cluster",
        "findings",
        "finding",
        "endpointslice"
      })
  void kindsHaveTheirUsualNames(String kind) {
    assertThat(rig.run("get", kind)).as(rig.err()).isZero();
    assertThat(rig.out()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version", "-V"})
  void saysItsVersion(String word) {
    assertThat(rig.run(word)).isZero();
    assertThat(rig.out()).startsWith("portolan ");
  }

  @Test
  void aServiceSaysUnderWhichNamesItIsReachedAndWhere() {
    registry.services.add(SampleRegistry.merged("east-1", "shop", "cart"));

    assertThat(rig.run("get", "service", "east-1/shop/cart")).as(rig.err()).isZero();
    assertThat(rig.out()).contains("cart.shop.svc.cluster.local in east-1,east-2 +2 more");

    assertThat(rig.run("get", "service", "east-1/shop/cart", "-o", "wide")).isZero();
    assertThat(rig.out())
        .contains(
            " merge ",
            "cart.shop.svc.cluster.local in east-1,east-2,"
                + "cart.shop.svc.clusterset.local in west-1 (PTL0122),<none> in west-2 (PTL0107)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get service reviews -o name | east-1/bookinfo/reviews,east-2/bookinfo/reviews",
        "get service bookinfo/reviews --origin east-2 -o name | east-2/bookinfo/reviews",
        "get service/east-1/bookinfo/reviews -o name | east-1/bookinfo/reviews",
        "get svc -n tools -o name | east-2/tools/registry",
        "get svc --host-name details.bookinfo.svc.clusterset.local -o name | east-1/bookinfo/details"
      })
  void namesAndFlagsSelect(String line, String paths) {
    assertThat(rig.run(line.split(" ", -1))).as(rig.err()).isZero();
    List<String> expected = List.of(paths.split(",", -1));
    assertThat(rig.out().lines())
        .containsExactlyElementsOf(expected.stream().map(path -> "service/" + path).toList());
  }

  @Test
  void registrationsAreNamedByServiceAndId() {
    assertThat(rig.run("get", "registrations", "orders", "-o", "name")).isZero();
    assertThat(rig.run("get", "registration", "vms/shop/orders/vm-8")).isZero();

    assertThat(rig.out().lines().map(line -> line.replaceAll(" {3,}", "  ").stripTrailing()))
        .containsExactly(
            "registration/vms/shop/orders/vm-7",
            "registration/vms/shop/orders/vm-8",
            "registration/vms/shop/orders/vm-9",
            "ORIGIN  NAMESPACE  SERVICE  ID  ADDRESS  READY  SESSION  STATE  TTL  LEFT",
            "vms  shop  orders  vm-8  10.0.0.8  no  vm-8  silent 45s  30s  0s");
    assertThat(rig.run("get", "registration", "shop/orders/vm-8/x/y")).isEqualTo(ExitCode.USAGE);
    assertThat(rig.err()).contains("ORIGIN/NAMESPACE/NAME (and /ID)");
  }

  @Test
  void aFullNameGivesTheObjectItself() {
    assertThat(rig.run("get", "service", "east-1/bookinfo/details", "-o", "json")).isZero();
    assertThat(rig.out()).startsWith("{\n  \"service\": {").doesNotContain("\"List\"");
  }

  @Test
  void aPartOfANameGivesAListEvenOfOne() {
    assertThat(rig.run("get", "service", "details", "-o", "json")).isZero();
    assertThat(rig.out()).startsWith("{\n  \"kind\": \"List\",\n  \"revision\": {");
  }

  @Test
  void noHeadersLeavesTheHeaderOut() {
    assertThat(rig.run("get", "clusters", "--no-headers")).isZero();
    assertThat(rig.out()).startsWith("east-1").doesNotContain("NAME");
  }

  @Test
  void allPagesMakeOneList() {
    registry.pageSize = 1;
    assertThat(rig.run("get", "services", "-o", "name")).isZero();
    assertThat(rig.out().lines()).hasSize(4);
    assertThat(registry.pagesServed.get()).isEqualTo(4);
  }

  @Test
  void pagesWhoseRevisionIsGoneAreReadAgainOnce() {
    registry.pageSize = 2;
    registry.laterPageFailures.add(Status.OUT_OF_RANGE);
    assertThat(rig.run("get", "services", "-o", "name")).isZero();
    assertThat(rig.out().lines()).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void pagesWhoseRevisionIsGoneTwiceFail() {
    registry.pageSize = 2;
    registry.laterPageFailures.addAll(List.of(Status.OUT_OF_RANGE, Status.OUT_OF_RANGE));
    assertThat(rig.run("get", "services", "-o", "name")).isEqualTo(ExitCode.FAILED);
    assertThat(rig.out()).isEmpty();
  }

  @Test
  void anEmptyListIsSaidAsideAndIsNoFailure() {
    assertThat(rig.run("get", "services", "-n", "nowhere")).isZero();
    assertThat(rig.out()).isEmpty();
    assertThat(rig.err()).contains("no services found in namespace nowhere");
  }

  @Test
  void aSentenceIsNeverCutOnATerminalItWraps() {
    assertThat(rig.run("get", "findings", "east-1")).isZero();
    assertThat(rig.out().lines()).hasSize(2).last().asString().endsWith("tcp-ratings[0m.");

    rig.width = 110;
    assertThat(rig.run("get", "findings", "east-1", "--no-headers")).isZero();
    List<String> wrapped = rig.out().lines().skip(2).toList();
    assertThat(wrapped).hasSizeGreaterThan(2).allMatch(line -> line.length() <= 110);
    assertThat(wrapped.get(1)).startsWith(" ".repeat(72));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get service reveiws | did you mean east-1/bookinfo/reviews or east-2/bookinfo/reviews?",
        "get service west-1/bookinfo/reviews | did you mean east-1/bookinfo/reviews or east-2/",
        "get service zzzzzz -n tools | no service 'zzzzzz' in namespace tools",
        "get endpoints review | did you mean east-1/bookinfo/reviews/reviews-abcde or",
        "get cluster west | no cluster 'west'; did you mean west-1?",
        "get findings west-2 | no cluster 'west-2'; did you mean west-1?"
      })
  void whatIsNotThereIsNamedWithWhatIsLikeIt(String line, String message) {
    assertThat(rig.run(line.split(" ", -1))).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(rig.err()).contains(message);
    assertThat(rig.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get | Missing required parameter: 'KIND'",
        "get servics | did you mean services?",
        "get pods | the kinds are services, endpoints, registrations, clusters, findings",
        "get svc -o xml | 'xml' is none of [table, wide, json, yaml, name]",
        "get svc --timeout 3 | '3' is no duration",
        "get svc --hub nowhere | --hub: 'nowhere' is no HOST:PORT",
        "get svc --hub h:70000 | is no HOST:PORT",
        "get svc a/b/c/d | is no name",
        "get svc /b | is no name",
        "get svc east-1/bookinfo/reviews --origin west-1 | NAME says east-1, but --origin says west-1",
        "get service/reviews details | two names",
        "get clusters -n bookinfo | have neither namespace nor host"
      })
  void wrongUsageIsExplained(String line, String message) {
    assertThat(rig.run(line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(rig.err()).contains(message);
    assertThat(rig.out()).isEmpty();
  }

  @Test
  void theHubOfTheEnvironmentIsChecked() {
    rig.environment.put("PORTOLAN_HUB", "7070");
    assertThat(rig.run("get", "svc")).isEqualTo(ExitCode.USAGE);
    assertThat(rig.err()).contains("PORTOLAN_HUB: '7070' is no HOST:PORT");
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, 5, cannot reach the hub at 127.0.0.1:7070",
    "UNAUTHENTICATED, 4, refuses",
    "PERMISSION_DENIED, 4, refuses",
    "ABORTED, 6, some reason",
    "INVALID_ARGUMENT, 2, some reason",
    "UNIMPLEMENTED, 1, no Portolan hub of this version",
    "INTERNAL, 1, failed: some reason",
    "DEADLINE_EXCEEDED, 124, --timeout gives it longer"
  })
  void failuresOfTheHubHaveTheirExitCode(Status.Code code, int exitCode, String message) {
    registry.failures.add(code.toStatus().withDescription("some reason"));
    assertThat(rig.run("get", "services")).isEqualTo(exitCode);
    assertThat(rig.err()).contains(message).contains("portolan: ");
  }

  @Test
  void aHubThatIsNotThereIsNamed() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    int exitCode =
        rig.run(HubChannels.tcp(), duration -> {}, "get", "svc", "--hub", "127.0.0.1:" + port);
    assertThat(exitCode).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(rig.err())
        .contains("127.0.0.1:" + port, "Connection refused", "./portolan demo", "--hub HOST:PORT");
  }

  @Test
  void aHubThatDoesNotAnswerTimesOut() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      int exitCode =
          rig.run(
              HubChannels.tcp(),
              duration -> {},
              "get",
              "svc",
              "--hub",
              address,
              "--timeout",
              "300ms");
      assertThat(exitCode).isEqualTo(ExitCode.TIMEOUT);
    }
  }
}
