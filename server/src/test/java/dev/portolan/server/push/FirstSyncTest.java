package dev.portolan.server.push;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.slice;
import static dev.portolan.server.push.RawClient.BOOKMARK;
import static dev.portolan.server.push.RawClient.CAPACITY;
import static dev.portolan.server.push.RawClient.CLUSTER;
import static dev.portolan.server.push.RawClient.MESH;
import static dev.portolan.server.push.RawClient.SERVICE;
import static dev.portolan.server.push.RawClient.SLICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Resource;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstSyncTest {
  private final TestHub hub = TestHub.open();

  @BeforeEach
  void oneMeshOnTwoNetworks() {
    hub.registry.put(
        mesh("shop", EAST, WEST),
        cluster(EAST, "one"),
        cluster(WEST, "two"),
        service(EAST, "reviews", 9080),
        slice(EAST, "reviews", "reviews-1", 3),
        service(WEST, "ratings", 9080),
        slice(WEST, "ratings", "ratings-1", 2));
    hub.settle();
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void anAgentGetsItsScopeIncludingItsOwnRecords() {
    RawClient east = hub.connect("east-1");
    for (String type : List.of(MESH, CLUSTER, SERVICE, CAPACITY, SLICE)) {
      east.subscribe(type).accept(type);
    }

    assertThat(east.held(MESH)).containsOnlyKeys("shop");
    assertThat(east.held(CLUSTER)).containsOnlyKeys("east-1", "west-1");
    assertThat(east.held(SERVICE))
        .containsOnlyKeys("east-1/bookinfo/reviews", "west-1/bookinfo/ratings");
  }

  @Test
  void slicesGoWherePodsAreReachableAndCapacityElsewhere() {
    RawClient east = hub.connect("east-1");
    east.subscribe(CAPACITY).accept(CAPACITY);
    east.subscribe(SLICE).accept(SLICE);
    assertThat(east.held(CAPACITY)).containsOnlyKeys("west-1/bookinfo/ratings");
    assertThat(east.held(SLICE)).containsOnlyKeys("east-1/bookinfo/reviews/reviews-1");

    RawClient west = hub.connect("west-1");
    west.subscribe(CAPACITY).accept(CAPACITY);
    west.subscribe(SLICE).accept(SLICE);
    assertThat(west.held(CAPACITY)).containsOnlyKeys("east-1/bookinfo/reviews");
    assertThat(west.held(SLICE)).containsOnlyKeys("west-1/bookinfo/ratings/ratings-1");
  }

  @Test
  void aBookmarkFollowsTheLastDataWithoutWaitingForAnswers() throws Exception {
    RawClient east = hub.connect("east-1");
    east.subscribe(CLUSTER).subscribe(SERVICE).subscribe(BOOKMARK);
    east.next(CLUSTER);
    east.next(SERVICE);
    DeltaDiscoveryResponse marked = east.next(BOOKMARK);

    assertThat(marked.getResourcesList()).hasSize(1);
    assertThat(marked.getResources(0).getName()).isEqualTo("bookmark");
    assertThat(marked.getResources(0).getVersion()).isEqualTo(TestRegistry.EPOCH + ".1");
    dev.portolan.v1.Bookmark bookmark =
        marked.getResources(0).getResource().unpack(dev.portolan.v1.Bookmark.class);
    assertThat(bookmark.getRevision().getSequence()).isEqualTo(1);
  }

  @Test
  void typesArriveInOrderHoweverTheyWereAskedFor() {
    RawClient east = hub.connect("east-1");
    east.subscribe(BOOKMARK);
    for (String type : List.of(SLICE, SERVICE, CLUSTER)) {
      east.subscribe(type).accept(type);
      east.accept(BOOKMARK);
    }
    hub.registry.put(
        slice(EAST, "reviews", "reviews-2", 1),
        cluster(WEST, "three"),
        service(EAST, "details", 1));

    east.accept(CLUSTER);
    east.accept(SERVICE);
    east.accept(SLICE);
    east.accept(BOOKMARK);
  }

  @Test
  void noResponseIsLargerThanAChunkAndTogetherTheyAreTheSnapshot() {
    List<Resource> many = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      many.add(service(EAST, "service-" + i, 1 + i));
    }
    hub.registry.change(many, List.of());
    hub.settle();

    RawClient east = hub.connect("east-1");
    east.subscribe(SERVICE);
    Set<String> seen = new HashSet<>();
    int chunks = 0;
    while (east.held(SERVICE).size() < 4002) {
      DeltaDiscoveryResponse chunk = east.next(SERVICE);
      chunks++;
      assertThat(chunk.getSerializedSize()).isLessThanOrEqualTo(256 * 1024);
      chunk.getResourcesList().forEach(each -> assertThat(seen.add(each.getName())).isTrue());
    }

    assertThat(chunks).isGreaterThan(1);
    east.expectNothing();
  }

  @Test
  void c07NoncesAreUniqueWithinAStream() {
    RawClient east = hub.connect("east-1");
    east.subscribe(SERVICE).subscribe(BOOKMARK);
    Set<String> nonces = new HashSet<>();
    for (int port = 2; port < 6; port++) {
      nonces.add(east.accept(SERVICE).getNonce());
      nonces.add(east.accept(BOOKMARK).getNonce());
      hub.registry.put(service(EAST, "reviews", port));
    }
    // The same view twice: a name asked for again, and everything after having let go of it.
    east.accept(SERVICE);
    east.accept(BOOKMARK);
    east.subscribe(SERVICE, "east-1/bookinfo/reviews");
    nonces.add(east.accept(SERVICE).getNonce());
    nonces.add(east.accept(BOOKMARK).getNonce());
    east.unsubscribe(SERVICE, "*");
    east.subscribe(SERVICE, "*");
    nonces.add(east.accept(SERVICE).getNonce());
    nonces.add(east.accept(BOOKMARK).getNonce());

    assertThat(nonces).hasSize(12);
  }

  @Test
  void c33AnEmptyTypeIsAnsweredOnce() {
    RawClient lone = hub.connect("south-1");
    lone.subscribe(SERVICE);
    assertThat(lone.accept(SERVICE).getResourcesList()).isEmpty();
    lone.expectNothing();
  }

  @Test
  void nobodyIsToldThatTheRegistryIsEmptyBeforeItIsThere() {
    try (TestHub starting = new TestHub()) {
      RawClient east = starting.connect("east-1");
      east.subscribe(SERVICE);
      starting.settle();
      starting.registry.restart(hub.registry.snapshot());

      assertThat(east.accept(SERVICE).getResourcesList()).hasSize(2);
    }
  }

  @Test
  void aClusterSaysWhetherItsOriginHasReportedCompletely() throws Exception {
    RawClient west = hub.connect("west-1");
    west.subscribe(CLUSTER, "east-1");
    assertThat(reported(west.accept(CLUSTER))).isFalse();

    hub.registry.complete(EAST);
    assertThat(reported(west.accept(CLUSTER))).isTrue();
  }

  private static boolean reported(DeltaDiscoveryResponse response) throws Exception {
    return response
        .getResources(0)
        .getResource()
        .unpack(dev.portolan.v1.Cluster.class)
        .getReported();
  }
}
