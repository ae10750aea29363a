package dev.portolan.server.push;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.slice;
import static dev.portolan.server.push.RawClient.BOOKMARK;
import static dev.portolan.server.push.RawClient.CAPACITY;
import static dev.portolan.server.push.RawClient.SERVICE;
import static dev.portolan.server.push.TestRegistry.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.server.push.engine.view.Point;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A response that completes a point says so itself, to whoever takes it from there. */
@Timeout(60)
class InlinePointTest {
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

  /** Services, capacities and bookmarks, all of it confirmed. */
  private RawClient inSync(RawClient client) {
    client.subscribe(SERVICE).accept(SERVICE);
    client.subscribe(CAPACITY).accept(CAPACITY);
    client.subscribe(BOOKMARK).accept(BOOKMARK);
    return client;
  }

  private RawClient west() {
    return inSync(hub.connectInline("west-1"));
  }

  private Optional<Point> applied(String cluster) {
    return hub.ledger.of(cluster).applied();
  }

  private static String point(long sequence) {
    return EPOCH + "." + sequence;
  }

  @Test
  void theResponseThatCompletesAPointCarriesItAndNoBookmarkFollows() {
    RawClient west = west();
    hub.registry.put(service(EAST, "reviews", 2));

    assertThat(west.accept(SERVICE).getSystemVersionInfo()).isEqualTo(point(2));
    hub.settle();
    assertThat(west.isQuiet()).isTrue();
  }

  @Test
  void ofSeveralTypesOnlyTheLastOneCarriesThePoint() {
    RawClient west = west();
    hub.registry.put(service(EAST, "reviews", 2), slice(EAST, "reviews", "reviews-1", 3));

    assertThat(west.accept(SERVICE).getSystemVersionInfo()).isEmpty();
    assertThat(west.accept(CAPACITY).getSystemVersionInfo()).isEqualTo(point(2));
    hub.settle();
    assertThat(west.isQuiet()).isTrue();
  }

  @Test
  void ofAResponseInChunksOnlyTheLastCarriesThePoint() {
    RawClient west = hub.connectInline("west-1");
    west.subscribe(SERVICE).accept(SERVICE);
    west.subscribe(BOOKMARK).accept(BOOKMARK);
    List<dev.portolan.registry.Resource> many = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      many.add(service(EAST, "service-" + i, 1 + i));
    }
    hub.registry.change(many, List.of());
    List<String> points = new ArrayList<>();
    while (west.held(SERVICE).size() <= 4000) {
      points.add(west.accept(SERVICE).getSystemVersionInfo());
    }

    assertThat(points).hasSizeGreaterThan(1).endsWith(point(2));
    assertThat(points.subList(0, points.size() - 1)).containsOnly("");
  }

  @Test
  void theAckOfTheResponseAloneConfirmsNothing() {
    RawClient west = west();
    await().until(() -> applied("west-1").isPresent());
    hub.registry.put(service(EAST, "reviews", 2));
    west.ack(west.next(SERVICE));
    hub.registry.put(service(EAST, "reviews", 3));

    // The next one comes, though the objects of the first are not written yet.
    assertThat(west.next(SERVICE).getSystemVersionInfo()).isEqualTo(point(3));
    assertThat(applied("west-1")).contains(new Point(EPOCH, 1));
  }

  @Test
  void theConfirmationOfThePointAcknowledgesTheResponseToo() {
    RawClient west = west();
    hub.registry.put(service(EAST, "reviews", 2));
    west.confirm(west.next(SERVICE));
    await().untilAsserted(() -> assertThat(applied("west-1")).contains(new Point(EPOCH, 2)));

    hub.registry.put(service(EAST, "reviews", 3));
    assertThat(west.next(SERVICE).getSystemVersionInfo()).isEqualTo(point(3));
  }

  @Test
  void aRefusedResponseCompletesNothingAndABookmarkMarksThePoint() {
    RawClient west = west();
    hub.registry.put(service(EAST, "reviews", 2));
    DeltaDiscoveryResponse refused = west.next(SERVICE);
    west.nack(refused);

    DeltaDiscoveryResponse bookmark = west.next(BOOKMARK);
    assertThat(bookmark.getResources(0).getVersion()).isEqualTo(point(2));
    // Its point is not to be had from the refused response any more.
    west.confirm(refused);
    west.expectNothing();
    assertThat(applied("west-1")).contains(new Point(EPOCH, 1));
    west.ack(bookmark);
    await().untilAsserted(() -> assertThat(applied("west-1")).contains(new Point(EPOCH, 2)));
  }

  @Test
  void whoeverDoesNotTakeInlinePointsGetsNone() {
    RawClient west = inSync(hub.connect("west-1"));
    hub.registry.put(service(EAST, "reviews", 2));

    assertThat(west.accept(SERVICE).getSystemVersionInfo()).isEmpty();
    assertThat(west.accept(BOOKMARK).getResources(0).getVersion()).isEqualTo(point(2));
  }

  @Test
  void theFirstPointOfAStreamIsMarkedByABookmark() {
    RawClient west = hub.connectInline("west-1");
    west.subscribe(BOOKMARK).subscribe(SERVICE);

    assertThat(west.accept(SERVICE).getSystemVersionInfo()).isEmpty();
    assertThat(west.accept(BOOKMARK).getResources(0).getVersion()).isEqualTo(point(1));
    // The next one needs none.
    assertThat(west.subscribe(CAPACITY).accept(CAPACITY).getSystemVersionInfo())
        .isEqualTo(point(1));
  }

  @Test
  void whoeverHasNotAskedForBookmarksGetsNoPoints() {
    RawClient west = hub.connectInline("west-1");
    west.subscribe(SERVICE).accept(SERVICE);
    hub.registry.put(service(EAST, "reviews", 2));

    assertThat(west.accept(SERVICE).getSystemVersionInfo()).isEmpty();
  }

  @Test
  void beatsAreBookmarksStill() {
    RawClient west = west();
    hub.registry.put(service(EAST, "reviews", 2));
    west.confirm(west.next(SERVICE));
    await().untilAsserted(() -> assertThat(applied("west-1")).contains(new Point(EPOCH, 2)));
    hub.registry.beat();

    assertThat(west.accept(BOOKMARK).getResources(0).getVersion()).isEqualTo(point(2));
  }

  @Test
  void streamsThatTakePointsShareTheirBytesAndAnswerToANonceOfTheirOwn() {
    RawClient[] all = {
      west(), inSync(hub.connectInline("west-1")), inSync(hub.connect("west-1")),
    };
    int before = hub.distinctMessages();
    hub.registry.put(service(EAST, "reviews", 2));
    DeltaDiscoveryResponse[] responses = new DeltaDiscoveryResponse[all.length];
    for (int i = 0; i < all.length; i++) {
      responses[i] = all[i].accept(SERVICE);
    }
    all[2].accept(BOOKMARK);

    assertThat(responses[1]).isEqualTo(responses[0]);
    assertThat(responses[2].getNonce()).isNotEqualTo(responses[0].getNonce());
    // With the point, without it, and the bookmark.
    assertThat(hub.distinctMessages() - before).isEqualTo(3);
  }
}
