package dev.portolan.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.OriginId;
import dev.portolan.tls.TestAuthority;
import io.grpc.Attributes;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
  private final TestAuthority authority = new TestAuthority();
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "/cluster/east/agent, ORIGIN, east",
    "/source/consul-eu, ORIGIN, consul-eu",
    "/reader/dashboard, READER,",
    "/operator/ann, OPERATOR,"
  })
  void isWhatThePathOfItsIdSays(String path, Role role, String origin) throws Exception {
    Caller caller = Caller.of(session("spiffe://portolan" + path), "portolan");
    assertThat(caller.role()).isEqualTo(role);
    assertThat(caller.origin()).isEqualTo(Optional.ofNullable(origin).map(OriginId::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/cluster/east",
        "/cluster/east/agent/more",
        "/cluster/east/agents",
        "/cluster/East/agent",
        "/source/east_1",
        "/source/a/b",
        "/reader",
        "/operator/a/b",
        "/ns/default/sa/bookinfo"
      })
  void isNobodyByAnyOtherPath(String path) throws Exception {
    Attributes session = session("spiffe://portolan" + path);
    assertThatThrownBy(() -> Caller.of(session, "portolan"))
        .isInstanceOf(IdentityRefusedException.class)
        .hasMessageContaining("is nobody known here");
  }

  @Test
  void isNobodyInAnotherTrustDomain() throws Exception {
    Attributes session = session("spiffe://elsewhere/cluster/east/agent");
    assertThatThrownBy(() -> Caller.of(session, "portolan"))
        .hasMessage(
            "spiffe://elsewhere/cluster/east/agent is not of trust domain portolan (setting tls.trust-domain)");
  }

  @Test
  void isNobodyWithoutASpiffeId() throws Exception {
    Attributes session = FakeSession.transport(authority.hub(directory));
    assertThatThrownBy(() -> Caller.of(session, "portolan"))
        .hasMessageContaining("does not carry exactly one URI");
  }

  @Test
  void isNobodyWithoutTls() {
    assertThatThrownBy(() -> Caller.of(Attributes.EMPTY, "portolan"))
        .hasMessage("the connection shows no certificate");
  }

  @Test
  void speaksForItsOwnOriginOnly() throws Exception {
    Authenticator authenticator = new CertificateAuthenticator("portolan");
    Attributes east = session("spiffe://portolan/cluster/east/agent");
    Attributes operator = session("spiffe://portolan/operator/ann");
    assertThat(authenticator.authenticate(east, "east").origin()).isEqualTo(new OriginId("east"));
    assertThatThrownBy(() -> authenticator.authenticate(east, "west"))
        .isInstanceOfSatisfying(
            IdentityRefusedException.class, e -> assertThat(e.proven()).isTrue())
        .hasMessage(
            "the certificate is spiffe://portolan/cluster/east/agent, of origin east; it cannot speak for 'west'");
    assertThatThrownBy(() -> authenticator.authenticate(operator, "east"))
        .hasMessage("spiffe://portolan/operator/ann is neither an agent nor a source");
  }

  private Attributes session(String id) throws Exception {
    return FakeSession.transport(authority.client(directory, id));
  }
}
