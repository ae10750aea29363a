package dev.portolan.server.push.conformance;

import static dev.portolan.server.push.conformance.Types.CDS;
import static dev.portolan.server.push.conformance.Types.EDS;
import static dev.portolan.server.push.conformance.Types.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.Status;

/** Streams and who is at their end, both variants. */
final class StreamRules {

  @Rule(
      id = "C-01",
      text = "an aggregated request without type_url is an INVALID_ARGUMENT",
      faces = {Face.DELTA_ADS, Face.STATE_ADS})
  void anAggregatedRequestNamesItsType(Stage stage) {
    Peer peer = stage.peer();
    peer.subscribe("");
    assertThat(peer.ending("").getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Rule(
      id = "C-01",
      text = "on a service of one type type_url may be left out, and another one is refused",
      faces = {Face.DELTA_TYPED, Face.STATE_TYPED})
  void aServiceOfOneTypeKnowsItsType(Stage stage) {
    stage.put(CDS, "a", 1);
    Peer peer = stage.peer();
    Peer other = stage.peer();
    if (stage.face().delta()) {
      peer.send(CDS, Peer.delta(""));
      other.send(CDS, Peer.delta(EDS));
    } else {
      peer.send(CDS, DiscoveryRequest.newBuilder());
      other.send(CDS, DiscoveryRequest.newBuilder().setTypeUrl(EDS));
    }
    assertThat(peer.next(CDS).names()).containsExactly("a");
    assertThat(other.ending(CDS).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Rule(
      id = "C-02",
      text = "the node is taken from the first message; another one later changes nothing",
      choice = "another node.id is logged and ignored")
  void theFirstNodeCounts(Stage stage) {
    stage.put(CDS, "a", 1);
    Peer peer = stage.peer().subscribe(CDS);
    peer.accept(CDS);
    stage.put(CDS, "a", 2);
    Seen second = peer.next(CDS);
    if (stage.face().delta()) {
      peer.send(
          CDS,
          Peer.delta(CDS).setResponseNonce(second.nonce()).setNode(Stage.node("somebody else")));
    } else {
      peer.send(CDS, peer.state(CDS).setNode(Stage.node("somebody else")));
    }
    stage.put(CDS, "a", 3);
    assertThat(peer.accept(CDS).names()).containsExactly("a");
  }

  @Rule(
      id = "C-03",
      text = "what is said of one type never touches another on the same stream",
      faces = {Face.DELTA_ADS, Face.STATE_ADS})
  void typesDoNotDisturbEachOther(Stage stage) {
    stage.with(CDS, "a", 1).with(EDS, "a", 1).publish();
    Peer peer = stage.peer().subscribe(CDS);
    Seen clusters = peer.next(CDS);
    peer.subscribe(EDS, "a");
    Seen endpoints = peer.next(EDS);
    peer.nack(clusters).quiet();
    peer.ack(endpoints).quiet();
    stage.put(EDS, "a", 2);
    assertThat(peer.accept(EDS).names()).containsExactly("a");
    peer.unsubscribe(EDS, "a").quiet();
    stage.put(CDS, "a", 2);
    assertThat(peer.accept(CDS).names()).containsExactly("a");
    peer.quiet();
  }

  @Rule(id = "C-04", text = "a client that half-closes is completed")
  void halfCloseCompletes(Stage stage) {
    stage.put(CDS, "a", 1);
    Peer peer = stage.peer().subscribe(CDS);
    peer.accept(CDS);
    peer.halfClose();
    assertThat(peer.ending(CDS).getCode()).isEqualTo(Status.Code.OK);
  }

  @Rule(id = "C-04", text = "of a cancelled stream nothing is kept")
  void cancelledStreamsLeaveNothing(Stage stage) {
    stage.put(CDS, "a", 1);
    for (int i = 0; i < 2_500; i++) {
      Peer peer = stage.peer().subscribe(CDS);
      peer.next(CDS);
      peer.cancel();
    }
    stage.settle();
    stage.openStreams().ifPresent(open -> assertThat(open).isZero());
  }

  @Rule(id = "C-05", text = "two streams of one node are independent")
  void twoStreamsOfOneNodeAreIndependent(Stage stage) {
    stage.with(EDS, "a", 1).with(EDS, "b", 1).publish();
    Peer one = stage.peer().subscribe(EDS, "a");
    assertThat(one.next(EDS).names()).containsExactly("a");
    Peer two = stage.peer().subscribe(EDS, "b");
    two.nack(two.next(EDS)).quiet();
    stage.with(EDS, "a", 2).with(EDS, "b", 2).publish();
    assertThat(two.accept(EDS).names()).containsExactly("b");
    one.quiet();
  }

  @Rule(
      id = "C-06",
      text = "an unknown type does not end the stream",
      faces = {Face.DELTA_ADS, Face.STATE_ADS},
      choice = "it is answered like a type of which there is nothing, so that istiod gets ready")
  void anUnknownTypeIsAnsweredEmpty(Stage stage) {
    stage.put(CDS, "a", 1);
    Peer peer = stage.peer().subscribe(OTHER);
    assertThat(peer.accept(OTHER).names()).isEmpty();
    peer.subscribe(CDS);
    assertThat(peer.accept(CDS).names()).containsExactly("a");
    peer.quiet();
  }
}
