package dev.portolan.server.push;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.push.RawClient.BOOKMARK;
import static dev.portolan.server.push.RawClient.CLUSTER;
import static dev.portolan.server.push.RawClient.SERVICE;
import static dev.portolan.server.push.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Named after the rules of incremental xDS. */
@Timeout(60)
class SubscriptionTest {
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

  private RawClient west() {
    return hub.connect("west-1");
  }

  private static List<String> names(DeltaDiscoveryResponse response) {
    return response.getResourcesList().stream().map(Resource::getName).toList();
  }

  @Test
  void c01AnEmptyTypeUrlIsAnInvalidArgument() {
    RawClient west = west();
    west.subscribe("");
    assertThat(west.ending().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void c02TheNodeIsRememberedFromTheFirstMessage() {
    RawClient west = west();
    west.subscribe(SERVICE).accept(SERVICE);
    west.subscribe(CLUSTER);
    assertThat(names(west.accept(CLUSTER))).containsExactly("east-1", "west-1");
  }

  @Test
  void c03TypesDoNotDisturbEachOther() {
    RawClient west = west();
    west.subscribe(SERVICE).subscribe(CLUSTER);
    DeltaDiscoveryResponse services = west.next(SERVICE);
    DeltaDiscoveryResponse clusters = west.next(CLUSTER);
    west.nack(services);
    west.send(request(CLUSTER).setResponseNonce(services.getNonce()));
    hub.registry.put(cluster(EAST, "three"), service(EAST, "a", 2));
    hub.settle();
    // The answer to services under another type's name counts for neither.
    assertThat(names(west.accept(SERVICE))).containsExactly(A);
    west.ack(clusters);
    assertThat(names(west.accept(CLUSTER))).containsExactly("east-1");
  }

  @Test
  void c04HalfCloseCompletesTheStream() {
    RawClient west = west();
    west.subscribe(SERVICE).accept(SERVICE);
    west.halfClose();
    assertThat(west.ending()).isEqualTo(Status.OK);
  }

  @Test
  void c06AnUnknownTypeIsAnsweredEmptyOnce() {
    RawClient west = west();
    west.subscribe("type.googleapis.com/other.Kind");
    assertThat(names(west.accept("type.googleapis.com/other.Kind"))).isEmpty();
    west.subscribe("type.googleapis.com/other.Named", "x");
    assertThat(west.accept("type.googleapis.com/other.Named").getRemovedResourcesList())
        .containsExactly("x");
    west.expectNothing();
    assertThat(names(west.subscribe(SERVICE).accept(SERVICE))).containsExactly(A, B);
  }

  @Test
  void c13AnUnknownNonceStillChangesTheSubscription() {
    RawClient west = west();
    west.subscribe(SERVICE, A).accept(SERVICE);
    west.send(request(SERVICE).setResponseNonce("stale").addResourceNamesSubscribe(B));
    assertThat(names(west.accept(SERVICE))).containsExactly(B);
  }

  @Test
  void c14AnArbitraryNonceInTheFirstRequestIsIgnored() {
    RawClient west = west();
    west.send(request(SERVICE).setResponseNonce("2026-01-01"));
    assertThat(names(west.accept(SERVICE))).containsExactly(A, B);
  }

  @Test
  void c17AFirstRequestWithoutNamesAsksForEverything() {
    assertThat(names(west().subscribe(SERVICE).accept(SERVICE))).containsExactly(A, B);
  }

  @Test
  void c18AnAsteriskAsksForEverything() {
    assertThat(names(west().subscribe(SERVICE, "*").accept(SERVICE))).containsExactly(A, B);
  }

  @Test
  void c19TheWildcardIsLeftByNameAndDoesNotComeBack() {
    RawClient west = west();
    west.subscribe(SERVICE).accept(SERVICE);
    west.subscribe(SERVICE, A).accept(SERVICE);
    hub.registry.put(service(EAST, "b", 2));
    assertThat(names(west.accept(SERVICE))).containsExactly(B);

    west.unsubscribe(SERVICE, "*");
    west.expectNothing();
    hub.registry.put(service(EAST, "a", 3), service(EAST, "b", 3));
    assertThat(names(west.accept(SERVICE))).containsExactly(A);

    west.unsubscribe(SERVICE, A);
    west.expectNothing();
    hub.registry.put(service(EAST, "a", 4), service(EAST, "b", 4));
    hub.settle();
    west.expectNothing();
  }

  @Test
  void c20NamesBringNothingElse() {
    RawClient west = west();
    assertThat(names(west.subscribe(SERVICE, A).accept(SERVICE))).containsExactly(A);
    hub.registry.put(service(EAST, "b", 2), service(EAST, "c", 1));
    hub.settle();
    west.expectNothing();
  }

  @Test
  void c25AskingAgainBringsItAgain() {
    RawClient west = west();
    DeltaDiscoveryResponse first = west.subscribe(SERVICE, A).accept(SERVICE);
    DeltaDiscoveryResponse again = west.subscribe(SERVICE, A).accept(SERVICE);
    assertThat(again.getResourcesList()).isEqualTo(first.getResourcesList());
    west.expectNothing();
  }

  @Test
  void c26AnUnknownNameIsSaidToBeAbsentAndComesWhenItIsCreated() {
    RawClient west = west();
    west.subscribe(SERVICE, "east-1/bookinfo/later");
    assertThat(west.accept(SERVICE).getRemovedResourcesList())
        .containsExactly("east-1/bookinfo/later");
    west.expectNothing();
    hub.registry.put(service(EAST, "later", 1));
    assertThat(names(west.accept(SERVICE))).containsExactly("east-1/bookinfo/later");
    hub.registry.remove(serviceKey(EAST, "later"));
    assertThat(west.accept(SERVICE).getRemovedResourcesList())
        .containsExactly("east-1/bookinfo/later");
  }

  @Test
  void c27WhatIsUnsubscribedComesNoMore() {
    RawClient west = west();
    west.subscribe(SERVICE, A, B).accept(SERVICE);
    west.unsubscribe(SERVICE, A);
    west.expectNothing();
    hub.registry.put(service(EAST, "a", 2), service(EAST, "b", 2));
    assertThat(names(west.accept(SERVICE))).containsExactly(B);
  }

  @Test
  void c28UnsubscribingFromWhatWasNotSubscribedIsIgnored() {
    RawClient west = west();
    west.subscribe(SERVICE, A).accept(SERVICE);
    west.unsubscribe(SERVICE, "never", B);
    west.expectNothing();
  }

  @Test
  void c29ANameLeftUnderTheWildcardIsConfirmed() {
    RawClient west = west();
    west.subscribe(SERVICE, "*", A, "gone").accept(SERVICE);
    west.accept(SERVICE);
    west.unsubscribe(SERVICE, A, "gone");
    DeltaDiscoveryResponse confirmed = west.accept(SERVICE);
    assertThat(names(confirmed)).containsExactly(A);
    assertThat(confirmed.getRemovedResourcesList()).containsExactly("gone");
  }

  @Test
  void subscribingAndUnsubscribingTheWildcardAtOnceAsksForNothing() {
    RawClient west = west();
    west.send(request(SERVICE).addResourceNamesSubscribe("*").addResourceNamesUnsubscribe("*"));
    west.expectNothing();
  }

  @Test
  void bookmarksAloneMarkNothing() {
    RawClient west = west();
    west.subscribe(BOOKMARK);
    west.subscribe(SERVICE).accept(SERVICE);
    west.accept(BOOKMARK);
  }

  @Test
  void aStrangerIsNotServed() {
    RawClient stranger = hub.connect("stranger");
    stranger.subscribe(SERVICE);
    assertThat(stranger.ending().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }
}
