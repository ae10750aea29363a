package dev.portolan.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.server.store.InMemoryStore;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several agents that report for one cluster. */
@Timeout(60)
class RivalAgentsTest {
  private static final String EAST = "east-1";
  private static final OriginId ORIGIN = new OriginId(EAST);

  private final ReportRig rig = new ReportRig(new InMemoryStore());
  private long incarnation;

  @AfterEach
  void close() {
    rig.close();
  }

  private void pass(Duration time) {
    rig.nanoTime.addAndGet(time.toNanos());
  }

  /** Agents that were started one after the other, each taking the stream of the one before. */
  private TestAgent takeovers(int times) {
    TestAgent last = rig.welcomed(EAST, ++incarnation);
    for (int i = 0; i < times; i++) {
      TestAgent next = rig.welcomed(EAST, ++incarnation);
      assertThat(last.failure().getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
      last = next;
    }
    return last;
  }

  private TestAgent refused(long which) {
    TestAgent agent = rig.connect();
    agent.hello(EAST, which);
    assertThat(agent.failure().getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(agent.failure().getStatus().getDescription())
        .contains("portolan cluster release east-1");
    return agent;
  }

  /** The fourth takeover within a minute. */
  private void contend() {
    TestAgent last = takeovers(3);
    refused(++incarnation);
    assertThat(last.failure().getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
  }

  @Test
  void agentsThatTakeTheStreamAgainAndAgainAreFrozenBothAndTheRecordsStay() {
    TestAgent first = rig.reported(EAST, ++incarnation, "reviews");
    first.finish();
    first.awaitCompletion();
    contend();

    assertThat(rig.agents.findings(ORIGIN))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.AGENTS_CONTEND);
              assertThat(finding.message()).contains("[5, 6]", "portolan cluster release east-1");
            });
    assertThat(rig.loop().snapshot().origin(ORIGIN).services()).hasSize(1);
    rig.heard.clear();
    refused(incarnation);
    assertThat(rig.heard).as("nobody may write, but the cluster is there").containsExactly(ORIGIN);
  }

  @Test
  void threeTakeoversAreBorne() {
    assertThat(takeovers(3).ended()).isFalse();
    assertThat(rig.agents.findings(ORIGIN)).isEmpty();
  }

  @Test
  void takeoversThatAreRareAreBorne() {
    TestAgent last = rig.welcomed(EAST, ++incarnation);
    for (int i = 0; i < 10; i++) {
      pass(Contest.WINDOW.dividedBy(Contest.TAKEOVERS).plusSeconds(1));
      TestAgent next = rig.welcomed(EAST, ++incarnation);
      assertThat(last.failure().getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
      last = next;
    }
  }

  @Test
  void agentsThatEndBeforeTheNextBeginsAreNoRivals() {
    for (int i = 0; i < 20; i++) {
      TestAgent agent = rig.welcomed(EAST, ++incarnation);
      agent.finish();
      agent.awaitCompletion();
    }
    assertThat(rig.agents.findings(ORIGIN)).isEmpty();
  }

  @Test
  void oneAgentThatReconnectsIsNoRivalOfItself() {
    for (int i = 0; i < 20; i++) {
      TestAgent unused = rig.welcomed(EAST, 7);
    }
    assertThat(rig.agents.findings(ORIGIN)).isEmpty();
  }

  @Test
  void whoIsLeftGoesOnWhenTheOthersHaveBeenSilentForLong() {
    contend();
    long left = incarnation;
    pass(Contest.ALONE.minusSeconds(1));
    refused(left);
    pass(Duration.ofSeconds(1));

    assertThat(rig.welcomed(EAST, left).ended()).isFalse();
    assertThat(rig.agents.findings(ORIGIN)).isEmpty();
  }

  @Test
  void whileBothAreHeardNeitherGoesOn() {
    contend();
    for (int i = 0; i < 10; i++) {
      pass(Contest.ALONE.dividedBy(2));
      refused(incarnation - 1);
      refused(incarnation);
    }
  }

  @Test
  void aDecisionLetsThemGoOnAtOnce() {
    contend();

    assertThat(rig.agents.rivals().release(ORIGIN)).isTrue();
    assertThat(rig.welcomed(EAST, incarnation).ended()).isFalse();
    assertThat(rig.agents.rivals().release(ORIGIN)).isFalse();
  }

  @Test
  void otherClustersAreNotTouched() {
    contend();

    TestAgent west = rig.reported("west-1", 1, "ratings");
    assertThat(west.ended()).isFalse();
    await().untilAsserted(() -> assertThat(rig.agents.findings(new OriginId("west-1"))).isEmpty());
  }
}
