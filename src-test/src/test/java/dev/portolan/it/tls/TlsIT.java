package dev.portolan.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portolan.it.peers.TiedProcess;
import dev.portolan.it.tls.TlsPrograms.Printed;
import dev.portolan.tls.TestAuthority;
import dev.portolan.tls.TlsFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hub, agents and people know each other by certificates, as docs/security.md says. */
@Timeout(300)
class TlsIT {
  private static final String EAST = "spiffe://portolan/cluster/east-1/agent";
  private static final String WEST = "spiffe://portolan/cluster/west-1/agent";
  private static final String ANN = "spiffe://portolan/operator/ann";
  private static final Path SCRIPT = Path.of("../deploy/tls/certificates").toAbsolutePath();

  @TempDir private Path directory;
  private TlsPrograms programs;

  @BeforeEach
  void begin() {
    programs = new TlsPrograms(directory);
  }

  @AfterEach
  void end() {
    programs.close();
  }

  @Test
  void theShippedScriptMakesWhatTheProgramsNeed() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "openssl"))),
        "skipped: there is no openssl, which deploy/tls/certificates needs");
    Path pki = directory.resolve("pki");
    certificates(pki, "hub", "localhost,127.0.0.1");
    certificates(pki, "agent", "east-1");
    certificates(pki, "agent", "west-1");
    certificates(pki, "operator", "ann");
    certificates(pki, "reader", "dashboard");
    programs.hub(made(pki, "hub"));
    programs.agent("east-1", "east-1", made(pki, "agent-east-1"));
    programs.agent("west-1", "west-1", made(pki, "agent-west-1"));

    TlsFiles operator = made(pki, "operator-ann");
    awaitWithin(
        60,
        () ->
            assertThat(programs.cli(operator, "get", "clusters").text())
                .containsPattern("east-1 +live +yes")
                .containsPattern("west-1 +live +yes"));
    awaitWithin(30, () -> assertThat(programs.objects("east-1")).isNotEmpty());

    TlsFiles reader = made(pki, "reader-dashboard");
    Printed refused = programs.cli(reader, "hold", "release", "nothing");
    assertThat(refused.text())
        .contains(
            "refuses: spiffe://portolan/reader/dashboard may not call portolan.v1.AdminService/ReleaseHold");
    assertThat(programs.cli(reader, "get", "services").code()).isZero();
    assertThat(programs.cli(made(pki, "agent-east-1"), "get", "services").text())
        .contains("refuses: " + EAST + " may not call");
    assertThat(programs.cliWithoutTls("get", "services").text()).contains("cannot reach the hub");
  }

  @Test
  void nobodyReportsForAnotherClusterAndNothingOfItChanges() throws Exception {
    TestAuthority authority = new TestAuthority();
    programs.hub(authority.hub(directory.resolve("tls/hub")));
    programs.agent("east-1", "east-1", authority.client(directory.resolve("tls/east"), EAST));
    programs.agent("west-1", "west-1", authority.client(directory.resolve("tls/west"), WEST));
    TlsFiles operator = authority.client(directory.resolve("tls/ann"), ANN);
    awaitConnected(operator, "east-1", "west-1");
    awaitWithin(30, () -> assertThat(programs.objects("east-1")).isNotEmpty());
    String services = programs.cli(operator, "get", "services", "-o", "yaml").text();

    programs.agent("rogue", "west-1", authority.client(directory.resolve("tls/rogue"), EAST));

    awaitWithin(
        30,
        () ->
            assertThat(programs.log("rogue"))
                .contains("of origin east-1; it cannot speak for 'west-1'"));
    assertThat(programs.cli(operator, "get", "services", "-o", "yaml").text()).isEqualTo(services);
    awaitConnected(operator, "east-1", "west-1");
  }

  @Test
  void anAgentWhoseCertificateEndsKeepsItsObjectsAndGoesOnWithTheNext() throws Exception {
    TestAuthority authority = new TestAuthority();
    programs.hub(authority.hub(directory.resolve("tls/hub")));
    Path files = directory.resolve("tls/east");
    TlsFiles first = authority.client(files, EAST, Instant.now().plusSeconds(40));
    TiedProcess agent = programs.agent("east-1", "east-1", first);
    programs.agent("west-1", "west-1", authority.client(directory.resolve("tls/west"), WEST));
    TlsFiles operator = authority.client(directory.resolve("tls/ann"), ANN);
    awaitConnected(operator, "east-1", "west-1");
    awaitWithin(20, () -> assertThat(programs.objects("east-1")).isNotEmpty());
    SortedMap<String, String> objects = programs.objects("east-1");

    awaitWithin(
        60,
        () ->
            assertThat(programs.log("east-1"))
                .contains("UNAUTHENTICATED: the certificate of " + EAST));
    assertThat(agent.isAlive()).isTrue();
    assertThat(programs.objects("east-1")).isEqualTo(objects);

    // Changed meanwhile, so that it can be seen when the agent hears of the others again.
    Path reviews = programs.input("west-1").resolve("reviews.yaml");
    assertThat(reviews).exists();
    Files.delete(reviews);
    authority.client(files, EAST);

    awaitConnected(operator, "east-1", "west-1");
    awaitWithin(60, () -> assertThat(programs.objects("east-1")).isNotEqualTo(objects));
    assertThat(programs.objects("east-1")).hasSameSizeAs(objects);
  }

  private void awaitConnected(TlsFiles operator, String... clusters) {
    awaitWithin(
        90,
        () -> {
          String text = programs.cli(operator, "get", "clusters").text();
          for (String cluster : clusters) {
            assertThat(text).containsPattern(cluster + " +live +yes");
          }
        });
  }

  private static void awaitWithin(int seconds, ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(seconds))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(assertion);
  }

  private static void certificates(Path pki, String kind, String name) throws Exception {
    Process process =
        new ProcessBuilder("bash", SCRIPT.toString(), pki.toString(), kind, name)
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
  }

  private static TlsFiles made(Path pki, String name) throws IOException {
    return new TlsFiles(
        pki.resolve(name + ".pem"), pki.resolve(name + "-key.pem"), pki.resolve("ca.pem"));
  }
}
