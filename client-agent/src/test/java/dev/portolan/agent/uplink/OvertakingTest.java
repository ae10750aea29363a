package dev.portolan.agent.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.session.FakeHub;
import dev.portolan.agent.session.LinkState.Phase;
import dev.portolan.v1.Hello;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who reports when clocks do not agree, so that start times are not the order of starts. */
class OvertakingTest {
  private final UplinkRig rig = new UplinkRig(FakeHub.up());

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aProcessThatWasNeverWelcomedOvertakesOneFromTheFuture() {
    long future = rig.time.instant().plus(Duration.ofHours(1)).toEpochMilli();
    rig.reports.supersede(future);
    rig.uplink.start();
    assertThat(rig.uplink.state().phase()).isEqualTo(Phase.DOWN);
    assertThat(rig.uplink.state().detail()).contains("ahead of this clock");

    rig.passFirstWait();
    assertThat(rig.reports.lastHello().map(Hello::getIncarnation)).contains(future + 1);
    assertThat(rig.uplink.state().up()).isTrue();
  }

  @Test
  void oneThatStartedLaterIsNotOvertaken() {
    rig.reports.supersede(rig.time.instant().toEpochMilli());
    rig.uplink.start();

    assertThat(rig.uplink.state().phase()).isEqualTo(Phase.SUPERSEDED);
    rig.time.pass(Duration.ofMinutes(5));
    assertThat(rig.reports.lastHello().map(Hello::getIncarnation)).contains(7L);
  }

  /** Else two processes that live would take the stream from each other for ever. */
  @Test
  void aProcessThatOnceReportedYieldsToOneFromTheFuture() {
    rig.uplink.start();
    rig.reports.supersede(rig.time.instant().plus(Duration.ofHours(1)).toEpochMilli());

    assertThat(rig.uplink.state().phase()).isEqualTo(Phase.SUPERSEDED);
    rig.time.pass(Duration.ofMinutes(5));
    assertThat(rig.reports.lastHello().map(Hello::getIncarnation)).contains(7L);
  }

  @Test
  void withoutTheNumberOfTheOtherNobodyIsOvertaken() {
    rig.uplink.start();
    rig.reports.breakStream(io.grpc.Status.ABORTED);

    assertThat(rig.uplink.state().phase()).isEqualTo(Phase.SUPERSEDED);
  }
}
