package dev.portolan.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.server.control.SampleRecords;
import dev.portolan.server.store.InMemoryStore;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two clusters with one id. */
@Timeout(60)
class ForeignClusterTest {
  private static final String EAST = "east-1";
  private static final OriginId ORIGIN = new OriginId(EAST);

  private final ReportRig rig = new ReportRig(new InMemoryStore());

  @AfterEach
  void close() {
    rig.close();
  }

  private TestAgent welcomed(long incarnation, String uid) {
    TestAgent agent = rig.connect();
    agent.hello(EAST, incarnation, uid);
    agent.welcome();
    return agent;
  }

  private void refused(long incarnation, String uid) {
    TestAgent agent = rig.connect();
    agent.hello(EAST, incarnation, uid);
    assertThat(agent.failure().getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(agent.failure().getStatus().getDescription())
        .contains("portolan cluster bind east-1 --uid " + uid);
  }

  /** The cluster whose id it is has reported its facts. */
  private TestAgent bound(String uid) {
    TestAgent agent = welcomed(1, uid);
    agent.batch(1, TestAgent.item(cluster(uid)));
    assertThat(agent.acknowledged().getRejectionsList()).isEmpty();
    return agent;
  }

  private static Cluster cluster(String uid) {
    return SampleRecords.cluster(ORIGIN, "one").identified(uid);
  }

  private String recorded() {
    return rig.loop().snapshot().origin(ORIGIN).cluster().orElseThrow().resource().uid();
  }

  @Test
  void anotherClusterUnderTheIdIsRefusedHoweverLateItWasStarted() {
    TestAgent east = bound("one");

    refused(99, "two");

    assertThat(east.ended()).isFalse();
    assertThat(rig.agents.findings(ORIGIN))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.CLUSTER_FOREIGN);
              assertThat(finding.message())
                  .contains("two", "portolan cluster bind east-1 --uid two");
            });
    assertThat(welcomed(2, "one").ended()).isFalse();
  }

  @Test
  void aClusterThatWasRebuiltTakesTheIdByADecisionAndKeepsIt() {
    TestAgent unused = bound("one");
    rig.agents.bindings().bind(ORIGIN, "two");

    TestAgent rebuilt = welcomed(2, "two");
    rebuilt.batch(1, TestAgent.item(cluster("two")));

    assertThat(rebuilt.acknowledged().getRejectionsList()).isEmpty();
    assertThat(recorded()).isEqualTo("two");
    assertThat(rig.agents.findings(ORIGIN)).isEmpty();
    refused(3, "one");
  }

  @Test
  void whoNamesNoUidIsNotToldApartAndTakesNoneAway() {
    TestAgent unused = bound("one");

    TestAgent unnamed = welcomed(2, "");
    unnamed.batch(1, TestAgent.item(cluster("")));

    assertThat(unnamed.acknowledged().getRejectionsList()).isEmpty();
    assertThat(recorded()).isEqualTo("one");
  }

  @Test
  void anAgentThatLearnsLateWhoseItIsEndsThereAndKeepsNobodyOut() {
    TestAgent unused = bound("one");
    TestAgent late = welcomed(99, "");
    late.batch(
        1,
        TestAgent.item(cluster("two")),
        TestAgent.item(SampleRecords.service(ORIGIN, "reviews", 80)));

    assertThat(late.failure().getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(rig.loop().snapshot().origin(ORIGIN).services()).isEmpty();
    assertThat(welcomed(1, "one").ended()).isFalse();
  }

  @Test
  void theFactsOfAnotherClusterAreRefusedByName() {
    TestAgent agent = welcomed(1, "one");
    agent.batch(1, TestAgent.item(cluster("two")));

    assertThat(agent.acknowledged().getRejectionsList()).hasSize(1);
  }
}
