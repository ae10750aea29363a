package dev.portolan.server.push;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.control.SampleRecords.slice;
import static dev.portolan.server.push.RawClient.BOOKMARK;
import static dev.portolan.server.push.RawClient.CAPACITY;
import static dev.portolan.server.push.RawClient.SERVICE;
import static dev.portolan.server.push.RawClient.SLICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.server.push.engine.view.Point;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IncrementTest {
  private static final String REVIEWS = "east-1/bookinfo/reviews";
  private static final String DETAILS = "east-1/bookinfo/details";

  private final TestHub hub = TestHub.open();

  @BeforeEach
  void oneService() {
    hub.registry.put(
        mesh("shop", EAST, WEST),
        cluster(EAST, "one"),
        cluster(WEST, "two"),
        service(EAST, "reviews", 1));
    hub.settle();
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private RawClient inSync() {
    RawClient client = hub.connect("west-1");
    client.subscribe(SERVICE).accept(SERVICE);
    return client;
  }

  @Test
  void aChangeCarriesWhatChangedAndNoMore() {
    RawClient west = inSync();
    hub.registry.put(service(EAST, "details", 1));

    DeltaDiscoveryResponse response = west.accept(SERVICE);
    assertThat(response.getResourcesList()).extracting(Resource::getName).containsExactly(DETAILS);
    assertThat(response.getRemovedResourcesList()).isEmpty();
    west.expectNothing();
  }

  @Test
  void c08AnAckBringsNothing() {
    inSync().expectNothing();
  }

  @Test
  void whatHappensWhileAResponseIsUnansweredBecomesOneResponse() {
    RawClient west = inSync();
    hub.registry.put(service(EAST, "reviews", 2));
    DeltaDiscoveryResponse unanswered = west.next(SERVICE);
    for (int port = 3; port < 50; port++) {
      hub.registry.put(service(EAST, "reviews", port));
    }
    hub.registry.put(service(EAST, "details", 1));
    hub.settle();
    west.expectNothing();

    west.ack(unanswered);
    DeltaDiscoveryResponse merged = west.accept(SERVICE);
    assertThat(merged.getResourcesList())
        .extracting(Resource::getName)
        .containsExactly(DETAILS, REVIEWS);
    west.expectNothing();
  }

  @Test
  void c31ARemovalIsSentOnceAndARecreationIsAnUpdate() {
    RawClient west = inSync();
    hub.registry.remove(serviceKey(EAST, "reviews"));
    DeltaDiscoveryResponse removal = west.next(SERVICE);
    assertThat(removal.getRemovedResourcesList()).containsExactly(REVIEWS);
    assertThat(removal.getResourcesList()).isEmpty();
    hub.settle();
    west.ack(removal);
    west.expectNothing();

    hub.registry.put(service(EAST, "reviews", 1));
    DeltaDiscoveryResponse back = west.next(SERVICE);
    hub.registry.remove(serviceKey(EAST, "reviews"));
    hub.registry.put(service(EAST, "reviews", 7));
    hub.settle();
    west.ack(back);
    DeltaDiscoveryResponse update = west.accept(SERVICE);
    assertThat(update.getRemovedResourcesList()).isEmpty();
    assertThat(update.getResourcesList()).extracting(Resource::getName).containsExactly(REVIEWS);
  }

  @Test
  void c35AResponseNamesNothingTwice() {
    RawClient west = inSync();
    hub.registry.put(service(EAST, "details", 1), service(EAST, "ratings", 1));
    DeltaDiscoveryResponse first = west.next(SERVICE);
    hub.registry.remove(serviceKey(EAST, "details"));
    hub.registry.put(service(EAST, "details", 2));
    hub.registry.remove(serviceKey(EAST, "ratings"));
    hub.settle();
    west.ack(first);

    DeltaDiscoveryResponse merged = west.accept(SERVICE);
    assertThat(merged.getResourcesList()).extracting(Resource::getName).containsExactly(DETAILS);
    assertThat(merged.getRemovedResourcesList()).containsExactly("east-1/bookinfo/ratings");
  }

  @Test
  void whatComesAndGoesUnseenIsNotMentioned() {
    RawClient west = inSync();
    hub.registry.put(service(EAST, "details", 1));
    DeltaDiscoveryResponse unanswered = west.next(SERVICE);
    hub.registry.put(service(EAST, "ratings", 1));
    hub.registry.remove(serviceKey(EAST, "ratings"));
    hub.settle();
    west.ack(unanswered);
    west.expectNothing();
  }

  @Test
  void theSameContentAgainIsNoChange() {
    RawClient west = inSync();
    hub.registry.put(service(EAST, "reviews", 1));
    hub.settle();
    west.expectNothing();
  }

  @Test
  void aSliceChangeReachesAnotherNetworkAsCapacityOnly() {
    RawClient west = inSync();
    west.subscribe(CAPACITY).accept(CAPACITY);
    west.subscribe(SLICE).accept(SLICE);
    hub.registry.put(slice(EAST, "reviews", "reviews-1", 3));

    DeltaDiscoveryResponse counted = west.accept(CAPACITY);
    assertThat(counted.getResourcesList()).extracting(Resource::getName).containsExactly(REVIEWS);
    west.expectNothing();
  }

  @Test
  void aBookmarkMarksEachRoundAndItsAckTellsWhatIsInForce() {
    RawClient west = hub.connect("west-1");
    west.subscribe(SERVICE).subscribe(BOOKMARK);
    west.accept(SERVICE);
    west.next(BOOKMARK);
    hub.registry.put(service(EAST, "reviews", 2));
    west.accept(SERVICE);
    DeltaDiscoveryResponse second = west.next(BOOKMARK);
    assertThat(hub.ledger.of("west-1").applied()).isEmpty();

    west.ack(second);
    await()
        .untilAsserted(
            () ->
                assertThat(hub.ledger.of("west-1").applied())
                    .contains(new Point(TestRegistry.EPOCH, 2)));
  }

  @Test
  void aBeatPassesThroughIdleStreamsWithTheLatestRevision() {
    RawClient west = hub.connect("west-1");
    west.subscribe(SERVICE).subscribe(BOOKMARK);
    west.accept(SERVICE);
    west.accept(BOOKMARK);
    // A beat is for idle streams: let the answers arrive.
    await().until(() -> hub.ledger.of("west-1").applied().isPresent());
    // Nothing that west has asked for.
    hub.registry.put(slice(WEST, "unknown", "unknown-1", 1));
    hub.registry.beat();

    assertThat(west.accept(BOOKMARK).getResources(0).getVersion())
        .isEqualTo(TestRegistry.EPOCH + ".2");
  }

  @Test
  void theBookmarkWaitsUntilAllTypesAreAtOneView() {
    RawClient west = hub.connect("west-1");
    west.subscribe(SERVICE).subscribe(CAPACITY).subscribe(BOOKMARK);
    west.accept(SERVICE);
    DeltaDiscoveryResponse capacity = west.next(CAPACITY);
    west.next(BOOKMARK);
    hub.registry.put(service(EAST, "reviews", 2));
    hub.settle();
    // One view at a time: services move on when capacity is answered.
    west.subscribe("type.googleapis.com/test.Other").accept("type.googleapis.com/test.Other");
    west.next(BOOKMARK);

    west.ack(capacity);
    west.accept(SERVICE);
    assertThat(west.next(BOOKMARK).getResources(0).getVersion())
        .isEqualTo(TestRegistry.EPOCH + ".2");
  }
}
