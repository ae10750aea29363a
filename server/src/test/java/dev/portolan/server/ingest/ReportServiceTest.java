package dev.portolan.server.ingest;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.control.SampleRecords.slice;
import static dev.portolan.server.control.SampleRecords.sliceKey;
import static dev.portolan.server.ingest.TestAgent.edited;
import static dev.portolan.server.ingest.TestAgent.item;
import static dev.portolan.server.ingest.TestAgent.removal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.server.control.FakeStore;
import dev.portolan.v1.BatchAcknowledgement;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.EndpointSliceRemoval;
import dev.portolan.v1.Finding;
import dev.portolan.v1.Status;
import dev.portolan.v1.Welcome;
import io.grpc.Status.Code;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReportServiceTest {
  private final FakeStore store = new FakeStore();
  private final ReportRig rig = new ReportRig(store);

  @AfterEach
  void close() {
    rig.close();
    assertThat(rig.faults.causes()).isEmpty();
  }

  @Test
  void welcomesWithLimitsAndAsksForTheList() {
    TestAgent agent = rig.connect();
    agent.hello("east-1", 7);

    Welcome welcome = agent.welcome();
    assertThat(welcome.getResumeAfterBatch()).isZero();
    assertThat(welcome.getMaxBatchItems()).isEqualTo(500);
    assertThat(welcome.getMaxRequestBytes()).isEqualTo(1 << 20);
    assertThat(welcome.getHeartbeatInterval().getSeconds()).isEqualTo(10);
    assertThat(welcome.getRevision().getEpoch()).isEqualTo(FakeStore.START.epoch());
  }

  @Test
  void acknowledgesABatchOnceItIsDurable() {
    TestAgent agent = rig.welcomed("east-1", 7);
    store.stall();
    agent.batch(1, item(cluster(EAST, "net")), item(service(EAST, "reviews", 80)));
    store.awaitStalled();
    assertThat(agent.hasNext()).isFalse();

    store.release();

    BatchAcknowledgement acknowledged = agent.acknowledged();
    assertThat(acknowledged.getNumber()).isEqualTo(1);
    assertThat(acknowledged.getRevision().getSequence()).isEqualTo(1);
    assertThat(acknowledged.getRejectionsList()).isEmpty();
    assertThat(store.held().service(serviceKey(EAST, "reviews"))).isPresent();
  }

  @Test
  void refusesABadItemAndTakesTheRest() {
    TestAgent agent = rig.welcomed("east-1", 7);
    BatchItem bad = edited(item(service(EAST, "reviews", 80)), "Not_A_Name", 0);

    agent.batch(1, bad, item(service(EAST, "ratings", 80)));

    BatchAcknowledgement acknowledged = agent.acknowledged();
    assertThat(acknowledged.getRejectionsList())
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.getItem()).isZero();
              assertThat(rejection.getName()).isEqualTo("service/bookinfo/Not_A_Name");
              assertThat(rejection.getViolationsList())
                  .extracting(violation -> violation.getField())
                  .containsExactly("service.name", "service.ports[0].number");
            });
    assertThat(store.held().service(serviceKey(EAST, "ratings"))).isPresent();
  }

  @Test
  void refusesAnEndpointWithAHostName() {
    TestAgent agent = rig.welcomed("east-1", 7);
    BatchItem good = item(slice(EAST, "reviews", "reviews-a", 2));
    BatchItem.Builder bad = good.toBuilder();
    bad.getEndpointSliceBuilder().getEndpointsBuilder(1).setAddress("reviews.example.com");

    agent.batch(1, bad.build());

    assertThat(agent.acknowledged().getRejections(0).getViolationsList())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.getField()).isEqualTo("endpoint_slice.endpoints[1].address");
              assertThat(violation.getDescription()).contains("reviews.example.com");
            });
  }

  @Test
  void neverWritesAnotherOriginsRecords() {
    TestAgent agent = rig.welcomed("east-1", 7);

    agent.batch(1, item(service(WEST, "reviews", 80)), item(cluster(WEST, "net")));

    assertThat(agent.acknowledged().getRejectionsList())
        .extracting(rejection -> rejection.getViolations(0).getField())
        .containsExactly("service.origin", "cluster.origin");
    assertThat(store.held().origin(WEST).services()).isEmpty();
    assertThat(store.held().origin(EAST).services()).isEmpty();
  }

  @Test
  void completeRemovesWhatWasNotListed() {
    rig.reported("east-1", 7, "reviews", "ratings").breakOff();

    TestAgent restarted = rig.welcomed("east-1", 8);
    restarted.batch(1, item(service(EAST, "reviews", 80)));
    restarted.acknowledged();
    assertThat(store.held().service(serviceKey(EAST, "ratings"))).isPresent();
    restarted.complete(1);

    assertThat(restarted.completed().getRemovedServices()).isEqualTo(1);
    assertThat(store.held().service(serviceKey(EAST, "ratings"))).isEmpty();
    assertThat(store.held().service(serviceKey(EAST, "reviews"))).isPresent();
    assertThat(store.held().progress(EAST).everComplete()).isTrue();
  }

  @Test
  void aRefusedUpdateIsNotAWithdrawal() {
    TestAgent first = rig.reported("east-1", 7, "reviews");
    first.batch(2, item(slice(EAST, "reviews", "reviews-a", 1)));
    first.acknowledged();
    first.breakOff();
    BatchItem.Builder badSlice = item(slice(EAST, "reviews", "reviews-a", 1)).toBuilder();
    badSlice.getEndpointSliceBuilder().getEndpointsBuilder(0).setAddress("nowhere");

    TestAgent restarted = rig.welcomed("east-1", 8);
    restarted.batch(1, edited(item(service(EAST, "reviews", 80)), "reviews", 0), badSlice.build());
    assertThat(restarted.acknowledged().getRejectionsCount()).isEqualTo(2);
    restarted.complete(1);

    assertThat(restarted.completed().getRemovedServices()).isZero();
    assertThat(store.held().service(serviceKey(EAST, "reviews"))).isPresent();
    assertThat(store.held().find(sliceKey(EAST, "reviews", "reviews-a"))).isPresent();
  }

  @Test
  void acknowledgesARepeatedBatchWithoutChange() {
    TestAgent agent = rig.reported("east-1", 7, "reviews");
    var revision = store.held().revision();

    agent.batch(1, removal("reviews"));

    assertThat(agent.acknowledged().getNumber()).isEqualTo(1);
    assertThat(store.held().revision()).isEqualTo(revision);
    assertThat(store.held().service(serviceKey(EAST, "reviews"))).isPresent();
  }

  @Test
  void removesAServiceWithItsSlicesAndOneSlice() {
    TestAgent agent = rig.reported("east-1", 7, "reviews", "ratings");
    agent.batch(
        2,
        item(slice(EAST, "reviews", "reviews-a", 1)),
        item(slice(EAST, "ratings", "ratings-a", 1)));
    agent.acknowledged();

    agent.batch(
        3,
        removal("reviews"),
        BatchItem.newBuilder()
            .setEndpointSliceRemoval(
                EndpointSliceRemoval.newBuilder()
                    .setNamespace("bookinfo")
                    .setService("ratings")
                    .setName("ratings-a"))
            .build());

    agent.acknowledged();
    assertThat(store.held().origin(EAST).slices()).isEmpty();
    assertThat(store.held().origin(EAST).services()).hasSize(1);
  }

  @Test
  void refusesAGapInTheNumbers() {
    TestAgent agent = rig.reported("east-1", 7, "reviews");

    agent.batch(3, item(service(EAST, "ratings", 80)));

    assertThat(agent.failure().getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(agent.failure()).hasMessageContaining("batch.number is 3 after 1");
  }

  @Test
  void refusesACompleteThatNamesAnotherLastBatch() {
    TestAgent agent = rig.welcomed("east-1", 7);
    agent.batch(1, item(service(EAST, "reviews", 80)));
    agent.complete(2);

    assertThat(agent.failure()).hasMessageContaining("complete.last_batch is 2; the last batch");
    assertThat(store.held().progress(EAST).everComplete()).isFalse();
  }

  @Test
  void namesTheLimitThatABatchExceeds() {
    TestAgent agent = rig.welcomed("east-1", 7);
    BatchItem one = item(service(EAST, "reviews", 80));
    agent.batch(1, Collections.nCopies(501, one).toArray(BatchItem[]::new));
    assertThat(agent.failure().getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(agent.failure()).hasMessageContaining("501 items; at most 500 (max_batch_items)");
  }

  @Test
  void namesTheLimitThatARequestExceeds() {
    TestAgent agent = rig.welcomed("east-1", 7);
    BatchItem.Builder large = item(service(EAST, "reviews", 80)).toBuilder();
    large.getServiceBuilder().putLabels("a", "x".repeat(600 << 10));
    agent.batch(1, large.build(), large.build());
    assertThat(agent.failure().getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(agent.failure()).hasMessageContaining("at most 1048576 (max_request_bytes)");
  }

  @Test
  void keepsTheLastStatusWithinItsBound() {
    TestAgent agent = rig.welcomed("east-1", 7);
    agent.status(Status.newBuilder().setHosts(3).build());
    agent.status(
        Status.newBuilder()
            .setHosts(4)
            .addAllFindings(Collections.nCopies(1001, Finding.getDefaultInstance()))
            .build());

    await()
        .untilAsserted(
            () ->
                assertThat(rig.agents.find(EAST).orElseThrow().status().orElseThrow())
                    .satisfies(
                        status -> {
                          assertThat(status.getHosts()).isEqualTo(4);
                          assertThat(status.getFindingsCount()).isEqualTo(1000);
                          assertThat(status.getFindingsOmitted()).isEqualTo(1);
                        }));
    assertThat(rig.agents.find(EAST).orElseThrow().version()).isEqualTo("test");
  }
}
