package dev.portolan.server.push.conformance;

import static dev.portolan.server.push.conformance.Types.CDS;
import static dev.portolan.server.push.conformance.Types.EDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;

/** Nonces, acceptance and refusal, both variants. */
final class AnswerRules {

  @Rule(id = "C-07", text = "every response has a nonce, unique within the stream")
  void noncesAreUnique(Stage stage) {
    stage.with(CDS, "a", 1).with(EDS, "a", 1).publish();
    Peer peer = stage.peer().subscribe(CDS);
    Set<String> nonces = new HashSet<>();
    nonces.add(peer.accept(CDS).nonce());
    for (int edition = 2; edition < 10; edition++) {
      stage.put(CDS, "a", edition);
      nonces.add(peer.accept(CDS).nonce());
    }
    assertThat(nonces).hasSize(9);
  }

  @Rule(id = "C-08", text = "an ACK that changes nothing is not answered")
  void anAckIsNotAnswered(Stage stage) {
    stage.with(CDS, "a", 1).with(EDS, "a", 1).publish();
    Peer peer = stage.peer().subscribe(CDS);
    peer.accept(CDS);
    peer.quiet();
    Peer named = stage.peer().subscribe(EDS, "a");
    named.accept(EDS);
    named.quiet();
  }

  @Rule(id = "C-09", text = "a refusal is not answered until something changes")
  void aRefusalIsNotAnswered(Stage stage) {
    stage.with(CDS, "a", 1).with(EDS, "a", 1).publish();
    Peer everything = stage.peer().subscribe(CDS);
    everything.nack(everything.next(CDS)).quiet();
    Peer named = stage.peer().subscribe(EDS, "a");
    named.nack(named.next(EDS)).quiet();
  }

  @Rule(
      id = "C-10",
      text = "after a refusal the next version is sent, and other resources are not affected",
      choice =
          "incremental: what is refused is left out until it changes; a full response carries it,"
              + " since what it leaves out is deleted")
  void afterARefusalTheNextVersionIsSent(Stage stage) {
    stage.with(CDS, "bad", 1).with(CDS, "good", 1).publish();
    Peer peer = stage.peer().subscribe(CDS);
    peer.nack(peer.next(CDS)).quiet();
    stage.put(CDS, "good", 2);
    Seen second = peer.accept(CDS);
    assertThat(second.names()).contains("good");
    if (stage.face().delta()) {
      assertThat(second.names()).doesNotContain("bad");
    }
    stage.put(CDS, "bad", 2);
    assertThat(peer.accept(CDS).names()).contains("bad");
    peer.quiet();
  }

  @Rule(
      id = "C-11",
      text = "what was refused does not count as held after a reconnect",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void whatWasRefusedIsOfferedAgain(Stage stage) {
    stage.with(EDS, "a", 1).publish();
    Peer before = stage.peer().subscribe(EDS, "a");
    before.accept(EDS);
    String version = before.held(EDS).get("a");
    stage.put(EDS, "a", 2);
    before.nack(before.next(EDS)).quiet();
    before.cancel();
    Peer after = stage.peer();
    after.send(
        EDS,
        Peer.delta(EDS)
            .addResourceNamesSubscribe("a")
            .putInitialResourceVersions("a", String.valueOf(version)));
    assertThat(after.next(EDS).names()).containsExactly("a");
  }

  @Rule(
      id = "C-13",
      text = "a request with an unknown nonce still changes the subscription",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void anUnknownNonceStillChangesTheSubscription(Stage stage) {
    stage.with(EDS, "a", 1).with(EDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(EDS, "a");
    peer.accept(EDS);
    peer.send(EDS, Peer.delta(EDS).setResponseNonce("never sent").addResourceNamesSubscribe("b"));
    assertThat(peer.accept(EDS).names()).containsExactly("b");
    peer.quiet();
  }

  @Rule(
      id = "C-16",
      text = "of two changes before an ACK none is lost",
      choice = "one response is unanswered at most for each type; later changes are merged")
  void twoChangesBeforeAnAckAreMerged(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(CDS);
    Seen first = peer.next(CDS);
    stage.put(CDS, "a", 2);
    stage.put(CDS, "a", 3);
    stage.put(CDS, "b", 2);
    peer.ack(first);
    peer.acceptAll();
    Peer fresh = stage.peer().subscribe(CDS);
    fresh.accept(CDS);
    assertThat(peer.held(CDS)).isEqualTo(fresh.held(CDS)).hasSize(2);
  }
}
