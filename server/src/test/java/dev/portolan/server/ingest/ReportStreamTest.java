package dev.portolan.server.ingest;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.ingest.TestAgent.item;
import static dev.portolan.server.ingest.TestAgent.removal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.Revision;
import dev.portolan.server.control.FakeStore;
import dev.portolan.server.control.StoreException;
import dev.portolan.v1.ReportResponse;
import io.grpc.Status.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReportStreamTest {
  private final FakeStore store = new FakeStore();
  private final ReportRig rig = new ReportRig(store);

  @AfterEach
  void close() {
    rig.close();
    assertThat(rig.faults.causes()).isEmpty();
  }

  @Test
  void aBrokenStreamRemovesNothing() {
    rig.reported("east-1", 7, "reviews").breakOff();
    TestAgent restarted = rig.welcomed("east-1", 8);
    restarted.batch(1, item(service(EAST, "ratings", 80)));
    restarted.acknowledged();

    restarted.breakOff();

    await().until(() -> !rig.agents.find(EAST).orElseThrow().connected());
    assertThat(store.held().origin(EAST).services()).hasSize(2);
  }

  @Test
  void resumesTheSameIncarnationOfTheSameEpoch() {
    rig.reported("east-1", 7, "reviews").breakOff();

    TestAgent again = rig.connect();
    again.hello("east-1", 7, 1, FakeStore.START.epoch());

    assertThat(again.welcome().getResumeAfterBatch()).isEqualTo(1);
    again.batch(2, removal("reviews"));
    assertThat(again.acknowledged().getNumber()).isEqualTo(2);
    assertThat(store.held().origin(EAST).services()).isEmpty();
  }

  @Test
  void asksForTheListWhenItIsInDoubt() {
    rig.reported("east-1", 7, "reviews").breakOff();

    assertThat(resumption("east-1", 7, 1, "00000000000000bb")).isZero();
  }

  @Test
  void beginsAnotherEpochWhenAnAcknowledgedBatchIsNotThere() {
    TestAgent east = rig.reported("east-1", 7, "reviews");
    TestAgent west = rig.reported("west-1", 3, "ratings");
    east.breakOff();
    Revision before = store.held().revision();

    TestAgent again = rig.connect();
    again.hello("east-1", 7, 9, before.epoch());

    assertThat(again.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    // The others list again as well: what they had acknowledged may be lost too.
    assertThat(west.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    Revision after = store.held().revision();
    assertThat(after.comparableWith(before)).isFalse();
    assertThat(after.sequence()).isEqualTo(before.sequence() + 1);
    assertThat(store.held().origin(EAST).services()).hasSize(1);
    assertThat(resumption("west-1", 3, 1, before.epoch())).isZero();
    assertThat(resumption("east-1", 7, 9, before.epoch())).isZero();
  }

  @Test
  void aNewerIncarnationOrAnOtherEpochProvesNothing() {
    rig.reported("east-1", 7, "reviews").breakOff();
    Revision before = store.held().revision();

    assertThat(resumption("east-1", 7, 9, "00000000000000bb")).isZero();
    assertThat(resumption("east-1", 8, 0, before.epoch())).isZero();
    assertThat(resumption("east-1", 8, 0, "")).isZero();

    assertThat(store.held().revision()).isEqualTo(before);
  }

  @Test
  void aBatchOfAnIncarnationThatIsNotThereProvesTheLossAsWell() {
    rig.reported("east-1", 7, "reviews").breakOff();
    TestAgent newer = rig.connect();

    newer.hello("east-1", 8, 1, store.held().revision().epoch());

    assertThat(newer.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    await().until(() -> !store.held().revision().comparableWith(FakeStore.START));
  }

  @Test
  void refusesWhatComesBeforeHello() {
    TestAgent agent = rig.connect();
    agent.batch(1, item(service(EAST, "reviews", 80)));
    assertThat(agent.failure().getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(agent.failure()).hasMessageContaining("the first message");
  }

  @Test
  void refusesASecondHelloAndASecondComplete() {
    TestAgent twice = rig.welcomed("east-1", 7);
    twice.hello("east-1", 7);
    assertThat(twice.failure()).hasMessageContaining("a second hello is out of place");

    TestAgent agent = rig.reported("west-1", 7, "reviews");
    agent.complete(1);
    assertThat(agent.failure()).hasMessageContaining("complete is out of place");
  }

  @Test
  void refusesAHelloWithoutIncarnationOrWithABadName() {
    TestAgent nameless = rig.connect();
    nameless.hello("East_1", 7);
    assertThat(nameless.failure().getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED);

    TestAgent timeless = rig.connect();
    timeless.hello("east-1", 0);
    assertThat(timeless.failure()).hasMessageContaining("hello.incarnation is 0");
  }

  @Test
  void aNewerIncarnationTakesOver() {
    TestAgent old = rig.reported("east-1", 7, "reviews");

    TestAgent young = rig.welcomed("east-1", 8);

    assertThat(old.failure().getStatus().getCode()).isEqualTo(Code.ABORTED);
    assertThat(old.failure()).hasMessageContaining("superseded");
    young.batch(1, item(service(EAST, "reviews", 80)));
    assertThat(young.acknowledged().getNumber()).isEqualTo(1);
    assertThat(rig.agents.find(EAST).orElseThrow().connected()).isTrue();
  }

  @Test
  void aReconnectReplacesTheOlderStream() {
    TestAgent half = rig.reported("east-1", 7, "reviews");

    rig.welcomed("east-1", 7);

    assertThat(half.failure().getStatus().getCode()).isEqualTo(Code.ABORTED);
  }

  @Test
  void refusesALowerIncarnationConnectedOrNot() {
    TestAgent young = rig.welcomed("east-1", 8);
    TestAgent old = rig.connect();
    old.hello("east-1", 7);
    assertThat(old.failure().getStatus().getCode()).isEqualTo(Code.ABORTED);
    assertThat(young.ended()).isFalse();

    young.breakOff();
    await().until(() -> !rig.agents.find(EAST).orElseThrow().connected());
    TestAgent later = rig.connect();
    later.hello("east-1", 7);
    assertThat(later.failure().getStatus().getCode()).isEqualTo(Code.ABORTED);
  }

  @Test
  void aRefusingStoreEndsTheStreamAndLeavesNoHole() {
    TestAgent agent = rig.welcomed("east-1", 7);
    store.failWith(new StoreException("disk full"));
    agent.batch(1, item(service(EAST, "reviews", 80)));
    agent.batch(2, item(service(EAST, "ratings", 80)));
    agent.complete(2);

    assertThat(agent.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(agent.failure()).hasMessageContaining("disk full");
    store.recover();
    assertThat(rig.loop().snapshot().progress(EAST).batch()).isZero();
    assertThat(rig.loop().snapshot().progress(EAST).everComplete()).isFalse();
  }

  @Test
  void sendsHeartbeatsWhenThereIsNothingElseToSay() {
    TestAgent agent = rig.welcomed("east-1", 7);

    assertThat(beatUntilHeard(agent).getHeartbeat().getSequence()).isEqualTo(1);
    assertThat(beatUntilHeard(agent).getHeartbeat().getSequence()).isEqualTo(2);
  }

  @Test
  void threeSilentIntervalsEndTheStreamAndRemoveNothing() {
    TestAgent agent = rig.reported("east-1", 7, "reviews");
    rig.pulse.beat();
    rig.pulse.beat();
    rig.pulse.beat();
    assertThat(agent.ended()).isFalse();

    rig.pulse.beat();

    assertThat(agent.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(agent.failure()).hasMessageContaining("nothing heard for 30000 ms");
    assertThat(rig.agents.find(EAST).orElseThrow().connected()).isFalse();
    assertThat(store.held().service(serviceKey(EAST, "reviews"))).isPresent();
  }

  @Test
  void theStoresSlownessIsNotThePeersSilence() {
    TestAgent agent = rig.welcomed("east-1", 7);
    store.stall();
    Stream.of(1, 2, 3, 4)
        .forEach(number -> agent.batch(number, item(service(EAST, "reviews", 80 + number))));
    store.awaitStalled();
    await().until(() -> rig.agents.find(EAST).isPresent());

    for (int i = 0; i < 10; i++) {
      rig.pulse.beat();
    }
    store.release();

    await().untilAsserted(() -> assertThat(store.held().progress(EAST).batch()).isEqualTo(4));
    assertThat(agent.ended()).isFalse();
  }

  @Test
  void finishesWhatWasSentWhenTheAgentClosesInGoodOrder() {
    TestAgent agent = rig.welcomed("east-1", 7);
    agent.batch(1, item(service(EAST, "reviews", 80)));
    agent.batch(2, item(service(EAST, "ratings", 80)));
    agent.finish();

    agent.awaitCompletion();
    assertThat(agent.acknowledged().getNumber()).isEqualTo(1);
    assertThat(agent.acknowledged().getNumber()).isEqualTo(2);
  }

  @Test
  void whateverAWelcomedAgentSaysIsASignOfLife() {
    TestAgent agent = rig.welcomed("east-1", 7);
    rig.heard.clear();

    agent.heartbeat();

    await().until(() -> rig.heard.contains(EAST));
  }

  @Test
  void anAgentThatWaitsForTheHubIsNotSilent() {
    store.stall();
    TestAgent agent = rig.welcomed("east-1", 7);
    agent.batch(1);
    store.awaitStalled();
    await().until(() -> rig.heard.contains(EAST));
    rig.heard.clear();

    rig.pulse.beat();

    await().until(() -> rig.heard.contains(EAST));
    store.release();
    agent.acknowledged();
  }

  @Test
  void aHubThatGoesAwaySaysSoAndAdmitsNoMore() {
    TestAgent agent = rig.welcomed("east-1", 7);

    rig.agents.close();

    assertThat(agent.failure().getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    TestAgent late = rig.connect();
    late.hello("west-1", 7);
    assertThat(late.failure()).hasMessageContaining("going away");
  }

  private long resumption(String origin, long incarnation, long batch, String epoch) {
    TestAgent agent = rig.connect();
    agent.hello(origin, incarnation, batch, epoch);
    return agent.welcome().getResumeAfterBatch();
  }

  /** Lets time pass, with an agent that is not silent, until the hub says something. */
  private ReportResponse beatUntilHeard(TestAgent agent) {
    await()
        .until(
            () -> {
              agent.heartbeat();
              rig.pulse.beat();
              return agent.hasNext();
            });
    return agent.next();
  }
}
