package dev.portolan.server.push;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.push.RawClient.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.server.push.engine.Refusal;
import dev.portolan.wire.xds.Rejection;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NackTest {
  private static final String A = "east-1/bookinfo/a";
  private static final String B = "east-1/bookinfo/b";

  private final TestHub hub = TestHub.open();

  @BeforeEach
  void twoServices() {
    hub.registry.put(
        mesh("shop", EAST, WEST),
        cluster(EAST, "one"),
        cluster(WEST, "two"),
        service(EAST, "a", 1),
        service(EAST, "b", 1));
    hub.settle();
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private static List<String> names(DeltaDiscoveryResponse response) {
    return response.getResourcesList().stream().map(each -> each.getName()).toList();
  }

  private List<Refusal> refused() {
    return hub.ledger.of("west-1").refused();
  }

  @Test
  void aNamedRefusalHoldsThatVersionBackAndNothingElse() {
    RawClient west = hub.connect("west-1");
    DeltaDiscoveryResponse both = west.subscribe(SERVICE).next(SERVICE);
    String version = west.held(SERVICE).getOrDefault(A, "");
    west.nack(both, new Rejection(A, version, "port 1 is taken"));
    west.expectNothing();
    assertThat(refused()).containsExactly(new Refusal("Service", A, version, "port 1 is taken"));

    hub.registry.put(service(EAST, "b", 2));
    assertThat(names(west.accept(SERVICE))).containsExactly(B);
    west.expectNothing();
    assertThat(refused()).hasSize(1);
  }

  @Test
  void c10TheNextVersionIsOfferedAndEndsTheRefusal() {
    RawClient west = hub.connect("west-1");
    west.nack(west.subscribe(SERVICE).next(SERVICE));
    west.expectNothing();
    assertThat(refused()).extracting(Refusal::name).containsExactly(A, B);

    hub.registry.put(service(EAST, "a", 2));
    assertThat(names(west.accept(SERVICE))).containsExactly(A);
    assertThat(refused()).extracting(Refusal::name).containsExactly(B);
  }

  @Test
  void c09ARefusalIsNotAnsweredWithTheSameAgain() {
    RawClient west = hub.connect("west-1");
    west.nack(west.subscribe(SERVICE).next(SERVICE));
    west.expectNothing();
    // Not even to a subscription that begins anew on this stream.
    west.unsubscribe(SERVICE, "*");
    west.subscribe(SERVICE, "*");
    assertThat(names(west.accept(SERVICE))).isEmpty();
    west.expectNothing();
  }

  @Test
  void aRefusedVersionIsLeftOutOfALaterViewTakenAnew() {
    RawClient west = hub.connect("west-1");
    west.nack(west.subscribe(SERVICE).next(SERVICE));
    west.expectNothing();
    west.unsubscribe(SERVICE, "*");
    hub.registry.put(service(EAST, "c", 1));
    hub.settle();
    west.subscribe(SERVICE, "*");
    assertThat(names(west.accept(SERVICE))).containsExactly("east-1/bookinfo/c");
  }

  @Test
  void aRefusalOfWhatWasNotSentSaysNothing() {
    RawClient west = hub.connect("west-1");
    DeltaDiscoveryResponse both = west.subscribe(SERVICE).next(SERVICE);
    west.nack(both, new Rejection(A, "other", "old"), new Rejection("x", "1", "not mine"));
    west.expectNothing();
    assertThat(refused()).isEmpty();
  }

  @Test
  void aRefusedRemovalIsNotRepeated() {
    RawClient west = hub.connect("west-1");
    west.subscribe(SERVICE).accept(SERVICE);
    hub.registry.remove(service(EAST, "a", 1).key());
    west.nack(west.next(SERVICE));
    west.expectNothing();
    assertThat(refused()).containsExactly(new Refusal("Service", A, "", "cannot have it"));
  }

  @Test
  void oneAgentsRefusalIsItsOwn() {
    RawClient west = hub.connect("west-1");
    west.nack(west.subscribe(SERVICE).next(SERVICE));
    west.expectNothing();
    assertThat(names(hub.connect("east-1").subscribe(SERVICE).next(SERVICE))).containsExactly(A, B);
    assertThat(hub.ledger.of("east-1").refused()).isEmpty();
  }

  @Test
  void c11AfterAReconnectARefusedVersionIsOfferedAgain() {
    RawClient west = hub.connect("west-1");
    west.nack(west.subscribe(SERVICE).next(SERVICE));
    west.expectNothing();
    west.cancel();
    await().untilAsserted(() -> assertThat(refused()).isEmpty());
    assertThat(names(hub.connect("west-1").subscribe(SERVICE).next(SERVICE))).containsExactly(A, B);
  }
}
