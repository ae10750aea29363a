package dev.portolan.server.push.conformance;

import static dev.portolan.server.push.conformance.Types.CDS;
import static dev.portolan.server.push.conformance.Types.EDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;

/** Subscriptions and answers, state of the world. */
final class StateRules {

  @Rule(
      id = "C-12",
      text = "a request with a stale nonce is ignored entirely",
      faces = {Face.STATE_ADS, Face.STATE_TYPED})
  void aStaleNonceIsIgnored(Stage stage) {
    stage.with(EDS, "a", 1).with(EDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(EDS, "a");
    Seen first = peer.accept(EDS);
    stage.put(EDS, "a", 2);
    Seen second = peer.next(EDS);
    peer.send(
        EDS,
        DiscoveryRequest.newBuilder()
            .setTypeUrl(EDS)
            .setResponseNonce(first.nonce())
            .addResourceNames("a")
            .addResourceNames("b"));
    peer.quiet();
    peer.ack(second);
    peer.quiet();
    stage.put(EDS, "b", 2);
    peer.quiet();
  }

  @Rule(
      id = "C-14",
      text = "the first request of a type is an initial one, whatever nonce it carries",
      faces = {Face.STATE_ADS, Face.STATE_TYPED})
  void anArbitraryNonceInTheFirstRequestIsIgnored(Stage stage) {
    stage.put(CDS, "a", 1);
    Peer peer = stage.peer();
    peer.send(
        CDS,
        DiscoveryRequest.newBuilder()
            .setTypeUrl(CDS)
            .setResponseNonce("2026-01-01 00:00:00.0 +0000 UTC"));
    assertThat(peer.next(CDS).names()).containsExactly("a");
  }

  @Rule(
      id = "C-15",
      text = "a refusal is told by error_detail, not by an older version",
      faces = {Face.STATE_ADS, Face.STATE_TYPED})
  void anOlderVersionWhileAddingNamesIsNoRefusal(Stage stage) {
    stage.with(EDS, "a", 1).with(EDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(EDS, "a");
    Seen first = peer.next(EDS);
    peer.send(
        EDS,
        DiscoveryRequest.newBuilder()
            .setTypeUrl(EDS)
            .setVersionInfo("")
            .setResponseNonce(first.nonce())
            .addResourceNames("a")
            .addResourceNames("b"));
    assertThat(peer.next(EDS).names()).contains("b");
  }

  @Rule(
      id = "C-36",
      text =
          "a response for clusters or listeners is complete; the last deletion sends an empty one",
      faces = {Face.STATE_ADS, Face.STATE_TYPED})
  void everyResponseIsComplete(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(CDS);
    assertThat(peer.accept(CDS).names()).containsExactlyInAnyOrder("a", "b");
    stage.put(CDS, "b", 2);
    assertThat(peer.accept(CDS).names()).containsExactlyInAnyOrder("a", "b");
    stage.remove(CDS, "a");
    assertThat(peer.accept(CDS).names()).containsExactly("b");
    stage.remove(CDS, "b");
    assertThat(peer.accept(CDS).names()).isEmpty();
    peer.quiet();
  }

  @Rule(
      id = "C-37",
      text = "endpoints and routes come as requested; a missing name does not block the others",
      faces = {Face.STATE_ADS, Face.STATE_TYPED},
      choice =
          "what has not changed is left out; a name that does not exist is answered when it does")
  void aMissingNameDoesNotBlockTheOthers(Stage stage) {
    stage.with(EDS, "a", 1).with(EDS, "other", 1).publish();
    Peer peer = stage.peer().subscribe(EDS, "a", "missing");
    assertThat(peer.accept(EDS).names()).containsExactly("a");
    peer.quiet();
    stage.put(EDS, "missing", 1);
    assertThat(peer.accept(EDS).names()).contains("missing").doesNotContain("other");
    peer.quiet();
  }

  @Rule(
      id = "C-38",
      text = "no names at first ask for everything; no names later ask for nothing any more",
      faces = {Face.STATE_ADS, Face.STATE_TYPED},
      choice = "the wildcard is there for every type, endpoints and routes included")
  void noNamesMeanEverythingOnlyAtFirst(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer all = stage.peer().subscribe(CDS);
    assertThat(all.accept(CDS).names()).containsExactlyInAnyOrder("a", "b");

    Peer named = stage.peer().subscribe(CDS, "a");
    assertThat(named.accept(CDS).names()).containsExactly("a");
    named.unsubscribe(CDS, "a").quiet();
    stage.with(CDS, "a", 2).with(CDS, "b", 2).publish();
    named.quiet();
    assertThat(all.accept(CDS).names()).containsExactlyInAnyOrder("a", "b");
  }

  @Rule(
      id = "C-39",
      text = "a name that is added is answered although the version of the type is the same",
      faces = {Face.STATE_ADS, Face.STATE_TYPED})
  void anAddedNameIsAnswered(Stage stage) {
    for (String type : new String[] {CDS, EDS}) {
      stage.with(type, "a", 1).with(type, "b", 1).publish();
      Peer peer = stage.peer().subscribe(type, "a");
      assertThat(peer.accept(type).names()).containsExactly("a");
      peer.quiet();
      peer.subscribe(type, "b");
      assertThat(peer.accept(type).names()).contains("b");
      peer.quiet();
    }
  }

  @Rule(
      id = "C-40",
      text = "after a reconnect the type is answered again if its names are others than before",
      faces = {Face.STATE_ADS, Face.STATE_TYPED},
      choice = "every first request is answered, also one that names the current version")
  void aReconnectIsAnswered(Stage stage) {
    stage.with(EDS, "a", 1).with(EDS, "b", 1).publish();
    Peer before = stage.peer().subscribe(EDS, "a");
    Seen seen = before.accept(EDS);
    before.cancel();
    Peer after = stage.peer();
    after.send(
        EDS,
        DiscoveryRequest.newBuilder()
            .setTypeUrl(EDS)
            .setVersionInfo(seen.versions().get(0))
            .addResourceNames("a")
            .addResourceNames("b"));
    assertThat(after.next(EDS).names()).contains("b");
  }
}
