package dev.portolan.agent.uplink;

import static dev.portolan.agent.uplink.LocalStates.cluster;
import static dev.portolan.agent.uplink.LocalStates.complete;
import static dev.portolan.agent.uplink.LocalStates.incomplete;
import static dev.portolan.agent.uplink.LocalStates.service;
import static dev.portolan.agent.uplink.LocalStates.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Resource;
import dev.portolan.v1.Batch;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.ReportRequest.MessageCase;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is reported while the stream stands. */
class UplinkTest {
  private final UplinkRig rig = UplinkRig.connected();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void saysWhoItIsAndThenListsEverythingAndSaysSo() {
    rig.uplink.offer(complete(cluster(), service("a"), slice("a", "a-1", "10.0.0.1")));

    assertThat(rig.said())
        .containsExactly(
            MessageCase.HELLO, MessageCase.STATUS, MessageCase.BATCH, MessageCase.COMPLETE);
    assertThat(rig.reports.lastHello())
        .hasValueSatisfying(
            hello -> {
              assertThat(hello.getOrigin()).isEqualTo("east-1");
              assertThat(hello.getClusterUid()).isEmpty();
              assertThat(hello.getIncarnation()).isEqualTo(7);
              assertThat(hello.getAcknowledgedBatch()).isZero();
            });
    assertThat(rig.reports.records())
        .containsOnlyKeys("cluster", "service/shop/a", "endpointslice/shop/a/a-1");
    assertThat(rig.reports.complete()).isTrue();
    assertThat(rig.uplink.state().up()).isTrue();
  }

  @Test
  void sendsNothingBeforeThereIsAState() {
    assertThat(rig.said()).containsExactly(MessageCase.HELLO, MessageCase.STATUS);
  }

  @Test
  void sendsOnlyWhatChangedAfterTheList() {
    rig.uplink.offer(complete(cluster(), service("a"), service("b")));
    rig.uplink.offer(complete(cluster(), service("a", Map.of("v", "2")), service("c")));

    Batch increment = rig.batches().get(1);
    assertThat(increment.getNumber()).isEqualTo(2);
    assertThat(increment.getItemsList().stream().map(BatchItem::getItemCase))
        .containsExactly(
            BatchItem.ItemCase.SERVICE,
            BatchItem.ItemCase.SERVICE,
            BatchItem.ItemCase.SERVICE_REMOVAL);
    assertThat(rig.reports.records())
        .containsOnlyKeys("cluster", "service/shop/a", "service/shop/c");
  }

  @Test
  void saysNothingWhenNothingChanged() {
    rig.uplink.offer(complete(cluster(), service("a")));
    rig.uplink.offer(complete(cluster(), service("a")));

    assertThat(rig.batches()).hasSize(1);
  }

  @Test
  void keepsNoMoreThanTheWindowUnacknowledged() {
    rig.reports.holdAnswers();
    rig.uplink.offer(complete(many(65)));

    assertThat(rig.batches()).hasSize(4).allMatch(batch -> batch.getItemsCount() == 10);

    rig.reports.answerOne();
    assertThat(rig.batches()).hasSize(5);
    assertThat(rig.said()).doesNotContain(MessageCase.COMPLETE);

    rig.reports.answerAll();
    assertThat(rig.batches().stream().map(Batch::getNumber))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(rig.reports.records()).hasSize(65);
    assertThat(rig.reports.complete()).isTrue();
  }

  @Test
  void theLatestStateReplacesThoseThatWaited() {
    rig.reports.holdAnswers();
    rig.uplink.offer(complete(many(65)));
    rig.uplink.offer(complete(service("other")));
    rig.reports.answerAll();

    assertThat(rig.reports.records()).containsOnlyKeys("service/shop/other");
  }

  @Test
  void cutsBatchesToTheSizeThatTheHubTakes() {
    rig.reports.limits().setMaxRequestBytes(400);
    rig.reports.breakStream(io.grpc.Status.UNAVAILABLE);
    rig.passFirstWait();
    rig.uplink.offer(complete(many(30)));

    assertThat(rig.reports.requests(MessageCase.BATCH))
        .hasSizeGreaterThan(3)
        .allMatch(request -> request.getSerializedSize() <= 400);
    assertThat(rig.reports.records()).hasSize(30);
  }

  @Test
  void anIncompleteStateIsNeverDeclaredCompleteAndRemovesNothing() {
    rig.uplink.offer(incomplete(service("a"), service("b")));
    rig.uplink.offer(incomplete(service("c")));

    assertThat(rig.reports.records())
        .containsOnlyKeys("service/shop/a", "service/shop/b", "service/shop/c");
    assertThat(rig.said()).doesNotContain(MessageCase.COMPLETE);

    rig.uplink.offer(complete(service("c")));
    assertThat(rig.reports.records()).containsOnlyKeys("service/shop/c");
  }

  @Test
  void anIncompleteStateAfterTheListRemovesNothing() {
    rig.uplink.offer(complete(service("a"), service("b")));
    rig.uplink.offer(incomplete());

    assertThat(rig.batches()).hasSize(1);
    assertThat(rig.reports.records()).containsOnlyKeys("service/shop/a", "service/shop/b");
  }

  @Test
  void aRefusedItemIsExplainedAndNotSentAgainUntilItChanges() {
    rig.reports.refuse("service/shop/bad");
    rig.uplink.offer(complete(service("bad"), service("good")));

    assertThat(rig.reports.records()).containsOnlyKeys("service/shop/good");
    assertThat(rig.reports.complete()).isTrue();
    assertThat(rig.uplink.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.ITEM_REJECTED);
              assertThat(finding.subject()).isEqualTo("service/east-1/shop/bad");
              assertThat(finding.message())
                  .contains("service.ports[0].number is 0; a port is 1 to 65535");
            });

    rig.uplink.offer(complete(service("bad"), service("good"), service("more")));
    assertThat(rig.batches().get(1).getItemsCount()).isEqualTo(1);
    assertThat(rig.uplink.findings()).hasSize(1);

    rig.reports.accept("service/shop/bad");
    rig.uplink.offer(complete(service("bad", Map.of("v", "2")), service("good"), service("more")));
    assertThat(rig.reports.records()).containsKey("service/shop/bad");
    assertThat(rig.uplink.findings()).isEmpty();
  }

  @Test
  void anItemThatIsTooLargeIsNotSentAndItsPreviousRecordStays() {
    rig.reports.limits().setMaxRequestBytes(1000);
    rig.reports.breakStream(io.grpc.Status.UNAVAILABLE);
    rig.passFirstWait();
    rig.uplink.offer(complete(service("a"), service("b")));
    rig.uplink.offer(complete(service("a", bulky()), service("b"), service("c")));

    assertThat(rig.reports.requests()).allMatch(request -> request.getSerializedSize() <= 1000);
    assertThat(rig.reports.records())
        .containsOnlyKeys("service/shop/a", "service/shop/b", "service/shop/c");
    assertThat(rig.uplink.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.ITEM_TOO_LARGE);

    rig.uplink.offer(complete(service("b"), service("c")));
    assertThat(rig.uplink.findings()).isEmpty();
    assertThat(rig.reports.records()).containsOnlyKeys("service/shop/b", "service/shop/c");
  }

  @Test
  void aListWithAnItemThatIsTooLargeIsNotDeclaredComplete() {
    BatchItem earlier = BatchItem.getDefaultInstance();
    rig.reports.hold("service/shop/a", earlier);
    rig.reports.limits().setMaxRequestBytes(1000);
    rig.reports.breakStream(io.grpc.Status.UNAVAILABLE);
    rig.passFirstWait();

    rig.uplink.offer(complete(service("a", bulky()), service("b")));
    assertThat(rig.reports.records()).containsEntry("service/shop/a", earlier);
    assertThat(rig.reports.complete()).isFalse();

    rig.uplink.offer(complete(service("a"), service("b")));
    assertThat(rig.reports.complete()).isTrue();
  }

  @Test
  void slicesOutliveTheirServiceWhenTheyAreStillThere() {
    rig.uplink.offer(complete(service("a"), slice("a", "a-1", "10.0.0.1")));
    rig.uplink.offer(complete(slice("a", "a-1", "10.0.0.1")));

    assertThat(rig.reports.records()).containsOnlyKeys("endpointslice/shop/a/a-1");
  }

  private static Resource[] many(int count) {
    return IntStream.range(0, count)
        .mapToObj(index -> service("s-" + index))
        .toArray(Resource[]::new);
  }

  private static Map<String, String> bulky() {
    return IntStream.range(0, 60)
        .boxed()
        .collect(
            Collectors.toMap(
                index -> "label-" + index, index -> String.join("", Collections.nCopies(30, "x"))));
  }
}
