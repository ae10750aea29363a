package dev.portolan.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.tls.TestAuthority;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calls reach the service behind the guard. */
class CertificateGuardTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final String CHANGE = "portolan.v1.AdminService/ChangeRules";

  @TempDir Path directory;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void aCallWithACertificateThatIsValidReachesIt() throws Exception {
    assertThat(started("spiffe://portolan/operator/ann", NOW.plus(Duration.ofDays(1))))
        .containsExactly("started");
  }

  @ParameterizedTest
  @CsvSource({
    "spiffe://portolan/operator/ann, -P1D, UNAUTHENTICATED",
    "spiffe://portolan/operator/ann, PT0S, UNAUTHENTICATED",
    "spiffe://portolan/reader/bob, P1D, PERMISSION_DENIED",
    "spiffe://portolan/cluster/east/agent, P1D, PERMISSION_DENIED",
    "spiffe://elsewhere/operator/ann, P1D, UNAUTHENTICATED",
    "spiffe://portolan/nobody, P1D, UNAUTHENTICATED"
  })
  void anyOtherIsEndedBeforeItDoes(String id, String left, Status.Code code) throws Exception {
    Duration life = left.startsWith("-P") ? Duration.ofDays(1).negated() : Duration.parse(left);
    assertThat(started(id, NOW.plus(life))).containsExactly(code.name());
  }

  private List<String> started(String id, Instant until) throws Exception {
    List<String> events = new ArrayList<>();
    Attributes transport = FakeSession.transport(new TestAuthority().client(directory, id, until));
    CertificateGuard guard =
        new CertificateGuard("portolan", timer, Clock.fixed(NOW, ZoneOffset.UTC));
    guard.interceptCall(
        new RecordedCall(transport, events),
        new Metadata(),
        (call, headers) -> {
          events.add("started");
          return new ServerCall.Listener<>() {};
        });
    return events;
  }

  /** A call that says only how it was ended. */
  private static final class RecordedCall extends ServerCall<String, String> {
    private final Attributes transport;
    private final List<String> events;

    RecordedCall(Attributes transport, List<String> events) {
      this.transport = transport;
      this.events = events;
    }

    @Override
    public Attributes getAttributes() {
      return transport;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      events.add(status.getCode().name());
    }

    @Override
    public MethodDescriptor<String, String> getMethodDescriptor() {
      return Methods.named(CHANGE);
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(String message) {}
  }
}
