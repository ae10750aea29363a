package dev.portolan.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.session.LinkState.Phase;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.Status;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconnectorTest {
  private final FakeTime time = new FakeTime();
  private final LinkLoop loop = time.loop();
  private final FakeHub hub = FakeHub.down();
  private final Reconnector reconnector =
      new Reconnector("link", hub.channel(), loop, this::connect);
  private int attempts;

  @AfterEach
  void close() {
    loop.execute(reconnector::close);
    hub.close();
  }

  private void connect() {
    attempts++;
    HubStream<ReportRequest, ReportResponse> unused =
        HubStream.open(
            loop,
            ReportServiceGrpc.newStub(hub.channel().channel())::report,
            new HubStream.Listener<>() {
              @Override
              public void ready() {
                reconnector.up();
              }

              @Override
              public void received(ReportResponse message) {}

              @Override
              public void ended(Loss loss) {
                reconnector.lost(loss);
              }
            });
  }

  @Test
  void aConnectionThatComesBackEndsTheWaitAtOnce() {
    loop.execute(reconnector::start);
    time.pass(Duration.ofMinutes(3));
    int before = attempts;
    assertThat(reconnector.state().phase()).isEqualTo(Phase.DOWN);

    hub.open();
    hub.channel().connectNow();

    assertThat(attempts).isEqualTo(before + 1);
    assertThat(reconnector.state().up()).isTrue();
  }

  @Test
  void aConnectionThatComesBackDoesNotShortenAWaitThatTheHubAskedFor() {
    Reconnector patient = new Reconnector("link", hub.channel(), loop, () -> attempts++);
    hub.channel().whenConnected(() -> {});
    assertThat(hub.channel().unreachable()).isTrue();
    loop.execute(
        () ->
            patient.lost(
                new Loss(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "too many",
                    Duration.ofSeconds(20),
                    OptionalLong.empty())));

    hub.open();
    hub.channel().connectNow();
    time.pass(Duration.ofMillis(19_999));
    assertThat(attempts).isZero();
    time.pass(Duration.ofSeconds(6));
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void attemptsGetRare() {
    loop.execute(reconnector::start);
    time.pass(Duration.ofMinutes(10));

    assertThat(attempts).isBetween(20, 80);
  }

  @Test
  void aLinkThatWasSoundStartsWithAShortWaitAgain() {
    loop.execute(reconnector::start);
    time.pass(Duration.ofMinutes(10));
    hub.open();
    hub.channel().connectNow();
    time.pass(Duration.ofSeconds(30));
    int before = attempts;

    hub.reports().breakStream(Status.UNAVAILABLE);
    time.pass(Duration.ofMillis(100));

    assertThat(attempts).isEqualTo(before + 1);
    assertThat(reconnector.state().up()).isTrue();
  }

  @Test
  void aHubThatRefusesIsNotAskedAgainBeforeTheWaitIsOver() {
    hub.open();
    loop.execute(reconnector::start);
    for (int i = 0; i < 10; i++) {
      hub.reports().breakStream(Status.UNAVAILABLE);
      time.pass(Duration.ofSeconds(30));
    }
    int before = attempts;
    hub.reports().breakStream(Status.UNAVAILABLE);

    assertThat(attempts).isEqualTo(before);
  }
}
