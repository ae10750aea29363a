package dev.portolan.agent.uplink;

import static dev.portolan.agent.uplink.LocalStates.complete;
import static dev.portolan.agent.uplink.LocalStates.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.session.FakeHub;
import dev.portolan.agent.session.LinkState.Phase;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Resource;
import dev.portolan.registry.Revision;
import dev.portolan.v1.Batch;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportRequest.MessageCase;
import dev.portolan.v1.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when streams break, fall silent, and come back; and the pace of the status. */
class UplinkSessionTest {
  private UplinkRig rig = UplinkRig.connected();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void continuesAfterTheBatchThatTheHubHas() {
    rig.uplink.offer(complete(service("a")));
    rig.reports.holdAnswers();
    rig.uplink.offer(complete(service("a"), service("b")));
    rig.reports.breakBeforeAnswering();
    rig.passFirstWait();

    assertThat(rig.reports.lastHello())
        .hasValueSatisfying(
            hello -> {
              assertThat(hello.getAcknowledgedBatch()).isEqualTo(1);
              assertThat(hello.getAcknowledgedEpoch()).isEqualTo("00000000000000aa");
            });
    assertThat(rig.batches()).as("batch 2 is in, so it is not repeated").hasSize(2);
    assertThat(rig.reports.requests(MessageCase.COMPLETE)).hasSize(1);
  }

  @Test
  void repeatsABatchThatWasLostUnderItsNumberAndThenWhatChangedMeanwhile() {
    rig.uplink.offer(complete(service("a")));
    rig.reports.holdAnswers();
    rig.uplink.offer(complete(service("a"), service("b")));
    rig.reports.breakStream(io.grpc.Status.UNAVAILABLE);
    rig.uplink.offer(complete(service("a"), service("c")));
    rig.reports.answerAll();
    rig.passFirstWait();

    List<Batch> batches = rig.batches();
    assertThat(batches.get(2)).isEqualTo(batches.get(1));
    assertThat(batches.get(3).getNumber()).isEqualTo(3);
    assertThat(rig.reports.records()).containsOnlyKeys("service/shop/a", "service/shop/c");
  }

  @Test
  void listsEverythingAgainWhenTheListWasCutOff() {
    rig.reports.holdAnswers();
    rig.uplink.offer(complete(many(25)));
    rig.reports.answerOne();
    rig.reports.breakStream(io.grpc.Status.UNAVAILABLE);
    rig.reports.answerAll();
    rig.passFirstWait();

    assertThat(rig.batches().stream().map(Batch::getNumber))
        .as("a number is never used for other content")
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(rig.reports.records()).hasSize(25);
    assertThat(rig.reports.complete()).isTrue();
  }

  @Test
  void listsEverythingToAHubThatLostItsStore() {
    rig.uplink.offer(complete(service("a"), service("b")));
    rig.reports.forget();
    rig.reports.breakStream(io.grpc.Status.UNAVAILABLE);
    rig.passFirstWait();

    assertThat(rig.reports.records()).containsOnlyKeys("service/shop/a", "service/shop/b");
    assertThat(rig.reports.complete()).isTrue();
  }

  @Test
  void waitsLongerAndLongerAndSaysWhyItIsDown() {
    rig.close();
    rig = new UplinkRig(FakeHub.down());
    rig.uplink.offer(complete(service("a")));
    rig.uplink.start();
    Instant down = rig.time.instant();
    rig.time.pass(Duration.ofMinutes(5));

    assertThat(rig.uplink.state())
        .satisfies(
            state -> {
              assertThat(state.phase()).isEqualTo(Phase.DOWN);
              assertThat(state.since()).isEqualTo(down);
              assertThat(state.detail()).contains("UNAVAILABLE");
            });

    rig.hub.open();
    rig.time.pass(Duration.ofSeconds(31));
    assertThat(rig.reports.records()).containsOnlyKeys("service/shop/a");
    assertThat(rig.uplink.state().up()).isTrue();
  }

  @Test
  void aStreamThatEndsAgainAndAgainIsRetriedRarely() {
    IntStream.range(0, 60)
        .forEach(
            second -> {
              rig.reports.breakStream(io.grpc.Status.UNAVAILABLE);
              rig.time.pass(Duration.ofSeconds(1));
            });

    assertThat(rig.reports.streams()).isBetween(5, 25);
  }

  @Test
  void saysHelloByTheUidThatTheClustersFactsHave() {
    rig.uplink.offer(LocalStates.complete(LocalStates.cluster().identified("1b2c")));
    rig.reports.breakStream(io.grpc.Status.UNAVAILABLE);
    rig.time.pass(Duration.ofSeconds(1));

    assertThat(rig.reports.lastHello().orElseThrow().getClusterUid()).isEqualTo("1b2c");
  }

  @Test
  void waitsAsLongAsTheHubAsks() {
    var details =
        com.google.rpc.Status.newBuilder()
            .setCode(Code.RESOURCE_EXHAUSTED.value())
            .addDetails(
                com.google.protobuf.Any.pack(
                    com.google.rpc.RetryInfo.newBuilder()
                        .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(20))
                        .build()))
            .build();
    rig.reports.breakStream(io.grpc.protobuf.StatusProto.toStatusRuntimeException(details));

    rig.time.pass(Duration.ofMillis(19_999));
    assertThat(rig.reports.streams()).isEqualTo(1);
    rig.time.pass(Duration.ofMillis(5_001));
    assertThat(rig.reports.streams()).isEqualTo(2);
  }

  @Test
  void aSupersededProcessShowsItAndTriesOncePerMinute() {
    rig.reports.breakStream(io.grpc.Status.ABORTED.withDescription("incarnation 8 took over"));

    assertThat(rig.uplink.state().phase()).isEqualTo(Phase.SUPERSEDED);
    assertThat(rig.uplink.state().detail()).contains("incarnation 8 took over");
    rig.time.pass(Duration.ofSeconds(59));
    assertThat(rig.reports.streams()).isEqualTo(1);
    rig.time.pass(Duration.ofSeconds(16));
    assertThat(rig.reports.streams()).isEqualTo(2);
  }

  @Test
  void endsAStreamOnWhichTheHubIsSilent() {
    rig.time.pass(Duration.ofSeconds(6));
    assertThat(rig.uplink.state().up()).isTrue();
    rig.time.pass(Duration.ofSeconds(2));

    assertThat(rig.uplink.state().phase()).isEqualTo(Phase.DOWN);
    assertThat(rig.uplink.state().detail()).contains("not heard for three heartbeats");
    rig.passFirstWait();
    assertThat(rig.reports.streams()).isEqualTo(2);
  }

  @Test
  void heartbeatsKeepTheStreamOnBothSides() {
    for (int second = 0; second < 30; second++) {
      rig.time.pass(Duration.ofSeconds(1));
      rig.reports.beat();
    }

    assertThat(rig.reports.streams()).isEqualTo(1);
    assertThat(rig.reports.requests(MessageCase.HEARTBEAT))
        .extracting(request -> request.getHeartbeat().getSequence())
        .hasSizeBetween(13, 15)
        .startsWith(1L, 2L, 3L);
  }

  @Test
  void heartbeatsComeAtTheirIntervalWhateverElseIsSaid() {
    for (int second = 0; second < 30; second++) {
      rig.status(status(second));
      rig.time.pass(Duration.ofSeconds(1));
      rig.reports.beat();
    }

    assertThat(rig.reports.requests(MessageCase.STATUS)).hasSizeGreaterThan(25);
    assertThat(rig.reports.requests(MessageCase.HEARTBEAT)).hasSizeBetween(13, 15);
  }

  @Test
  void statusIsSentAtMostOncePerSecondAndOnlyWhenItChanged() {
    IntStream.range(1, 10).forEach(hosts -> rig.status(status(hosts)));
    assertThat(statuses()).extracting(Status::getHosts).containsExactly(0);

    rig.time.pass(Duration.ofSeconds(1));
    assertThat(statuses()).extracting(Status::getHosts).containsExactly(0, 9);

    rig.status(status(9));
    rig.time.pass(Duration.ofSeconds(1));
    assertThat(statuses()).hasSize(2);
  }

  @Test
  void statusIsWhatItIsWhenItIsSentWhoeverWasLateToSayThatItChanged() {
    rig.status(status(1));
    rig.status(status(2));
    rig.status = status(3);
    rig.time.pass(Duration.ofSeconds(1));
    assertThat(statuses()).extracting(Status::getHosts).containsExactly(0, 3);

    rig.time.pass(Duration.ofSeconds(1));
    rig.status = status(4);
    rig.uplink.offer(complete(service("a")));
    assertThat(statuses()).extracting(Status::getHosts).containsExactly(0, 3, 4);
  }

  @Test
  void statusIsRepeatedToEveryNewStreamWithTheWorstFindingsFirst() {
    List<Finding> findings =
        IntStream.range(0, 1200)
            .mapToObj(
                index ->
                    new Finding(
                        index < 10 ? FindingCode.WRITE_FAILED : FindingCode.NO_SIDECAR,
                        "service/" + index,
                        ""))
            .toList();
    rig.status(
        new AgentStatus(
            new Revision("00000000000000aa", 5),
            3,
            new AgentStatus.Objects(4, 5, 6, 7),
            Optional.of(Instant.ofEpochSecond(9)),
            findings));
    rig.reports.breakStream(io.grpc.Status.UNAVAILABLE);
    rig.passFirstWait();

    Status last = statuses().get(statuses().size() - 1);
    assertThat(last.getApplied().getSequence()).isEqualTo(5);
    assertThat(last.getObjects()).isEqualTo(4);
    assertThat(last.getObjectsWaiting()).isEqualTo(5);
    assertThat(last.getObjectsRefused()).isEqualTo(6);
    assertThat(last.getDeletionsHeld()).isEqualTo(7);
    assertThat(last.getLastWriteTime().getSeconds()).isEqualTo(9);
    assertThat(last.getFindingsCount()).isEqualTo(1000);
    assertThat(last.getFindingsOmitted()).isEqualTo(200);
    assertThat(last.getFindingsList().subList(0, 10)).allMatch(f -> f.getCode().equals("PTL0402"));
  }

  @Test
  void aClosedUplinkLeavesNothingBehind() {
    rig.uplink.offer(complete(service("a")));
    rig.uplink.close();

    assertThat(rig.time.timers()).isZero();
    assertThat(rig.uplink.state().phase()).isEqualTo(Phase.CLOSED);
    assertThat(rig.reports.records()).containsOnlyKeys("service/shop/a");
  }

  private List<Status> statuses() {
    return rig.reports.requests(MessageCase.STATUS).stream().map(ReportRequest::getStatus).toList();
  }

  private static AgentStatus status(int hosts) {
    return new AgentStatus(
        Revision.NONE, hosts, new AgentStatus.Objects(0, 0, 0, 0), Optional.empty(), List.of());
  }

  private static Resource[] many(int count) {
    return IntStream.range(0, count)
        .mapToObj(index -> service("s-" + index))
        .toArray(Resource[]::new);
  }
}
