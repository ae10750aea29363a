package dev.portolan.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.peers.TiedProcess;
import dev.portolan.it.tls.TlsPrograms.Printed;
import dev.portolan.registration.Instance;
import dev.portolan.registration.RegistrationClient;
import dev.portolan.registration.RegistrationListener;
import dev.portolan.registration.RegistrationRefusedException;
import dev.portolan.tls.TestAuthority;
import dev.portolan.tls.TlsFiles;
import dev.portolan.tls.TlsIdentity;
import dev.portolan.v1.Protocol;
import io.grpc.Grpc;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances are registered over mutual TLS by whoever has their origin's certificate. */
@Timeout(300)
class RegistrationTlsIT {
  private static final String VMS = "spiffe://portolan/source/vms";
  private static final String OTHER = "spiffe://portolan/source/other";
  private static final String READER = "spiffe://portolan/reader/dashboard";
  private static final Duration TTL = Duration.ofSeconds(5);
  private static final String[] ORDERS = {
    "--service=shop/orders",
    "--id=vm-7",
    "--host=10.0.0.7",
    "--port=8080",
    "--protocol=http",
    "--origin=vms",
    "--network=vms",
    "--ttl=5s"
  };

  @TempDir private Path directory;
  private final TestAuthority authority = new TestAuthority();
  private TlsPrograms programs;
  private TlsFiles reader;

  @BeforeEach
  void begin() {
    programs = new TlsPrograms(directory);
    programs.hub(authority.hub(directory.resolve("tls/hub")));
    reader = client("reader", READER);
  }

  @AfterEach
  void end() {
    programs.close();
  }

  @Test
  void theCommandRegistersForTheOriginOfItsCertificateOnly() {
    programs.register("vm-7", client("vms", VMS), ORDERS);
    awaitWithin(30, () -> assertThat(registrations()).containsPattern("vm-7 .* live "));
    String first = firstSequence();

    Printed other = programs.cli(client("other", OTHER), register("vm-7"));
    assertThat(other.text())
        .contains(
            "the certificate is %s, of origin other; it cannot speak for 'vms'".formatted(OTHER));
    assertThat(other.code()).isEqualTo(4);
    Printed read = programs.cli(reader, register("vm-8"));
    assertThat(read.text())
        .contains(READER + " may not call portolan.v1.RegistrationService/Register");
    assertThat(read.code()).isEqualTo(4);
    Printed nobody = programs.cliWithoutTls(register("vm-8"));
    assertThat(nobody.text()).contains("A hub with TLS ends a connection without it like this");
    assertThat(nobody.code()).isEqualTo(5);

    assertThat(registrations()).contains("vm-7").doesNotContain("vm-8");
    assertThat(firstSequence()).isEqualTo(first);
    assertThat(programs.log("vm-7")).doesNotContain("does not answer");
  }

  @Test
  void theJavaClientRegistersForTheOriginOfItsCertificateOnly() throws Exception {
    try (TlsIdentity own = TlsIdentity.ofClient(client("vms", VMS));
        TlsIdentity others = TlsIdentity.ofClient(client("other", OTHER));
        RegistrationClient vms = registers(own);
        RegistrationClient other = registers(others)) {
      assertThat(vms.register(List.of(instance("vm-7")), Duration.ofSeconds(60))).hasSize(1);

      RegistrationRefusedException refusal =
          catchThrowableOfType(
              RegistrationRefusedException.class, () -> other.register(instance("vm-8")));

      assertThat(refusal.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(refusal).hasMessageContaining("of origin other; it cannot speak for 'vms'");
      assertThat(registrations()).containsPattern("vm-7 .* live ").doesNotContain("vm-8");
      assertThat(vms.close(Duration.ofSeconds(10))).isTrue();
      assertThat(registrations()).doesNotContain("vm-7");
    }
  }

  @Test
  void aCertificateThatIsReplacedInTimeIsFollowedAndNothingIsWithdrawn() {
    Instant until = Instant.now().plusSeconds(40);
    TiedProcess process =
        programs.register(
            "vm-7", authority.client(directory.resolve("tls/vms"), VMS, until), ORDERS);
    awaitWithin(30, () -> assertThat(registrations()).containsPattern("vm-7 .* live "));
    String first = firstSequence();
    client("vms", VMS);

    awaitWithin(90, () -> assertThat(Instant.now()).isAfter(until.plus(TTL.multipliedBy(2))));

    assertThat(registrations()).containsPattern("vm-7 .* live ");
    assertThat(firstSequence()).as("it was there all the time").isEqualTo(first);
    assertThat(process.isAlive()).isTrue();
    assertThat(programs.log("vm-7")).doesNotContain("does not answer", "again");
  }

  @Test
  void aCertificateThatEndsIsSaidAndTheNextOneRegistersAgain() {
    Instant until = Instant.now().plusSeconds(25);
    programs.register("vm-7", authority.client(directory.resolve("tls/vms"), VMS, until), ORDERS);
    awaitWithin(24, () -> assertThat(registrations()).containsPattern("vm-7 .* live "));

    awaitWithin(
        60,
        () ->
            assertThat(programs.log("vm-7"))
                .contains("UNAUTHENTICATED: the certificate of " + VMS + " was valid until"));
    awaitWithin(30, () -> assertThat(registrations()).contains("no registrations found"));
    client("vms", VMS);

    awaitWithin(60, () -> assertThat(programs.log("vm-7")).contains("it is registered again"));
    awaitWithin(10, () -> assertThat(registrations()).containsPattern("vm-7 .* live "));
  }

  private RegistrationClient registers(TlsIdentity identity) {
    return RegistrationClient.over(
        Grpc.newChannelBuilder(programs.address(), identity.channelCredentials()).build(),
        "vms",
        RegistrationListener.NONE);
  }

  private static Instance instance(String id) {
    return Instance.of("shop/orders", id, "10.0.0.7").port(8080, Protocol.PROTOCOL_HTTP);
  }

  private static String[] register(String id) {
    String[] arguments = new String[ORDERS.length + 1];
    arguments[0] = "register";
    System.arraycopy(ORDERS, 0, arguments, 1, ORDERS.length);
    arguments[2] = "--id=" + id;
    return arguments;
  }

  private TlsFiles client(String name, String id) {
    return authority.client(directory.resolve("tls").resolve(name), id);
  }

  private String registrations() {
    return programs.cli(reader, "get", "registrations").text();
  }

  private String firstSequence() {
    String text = programs.cli(reader, "get", "registrations", "-o", "json").text();
    Matcher matcher = Pattern.compile("\"firstSequence\": \"([0-9]+)\"").matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  private static void awaitWithin(int seconds, ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(seconds))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(assertion);
  }
}
