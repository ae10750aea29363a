package dev.portolan.server.push.conformance;

import static dev.portolan.server.push.conformance.Types.CDS;
import static dev.portolan.server.push.conformance.Types.EDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.util.Map;

/** What a reconnecting client says that it holds, and what is gone, incremental. */
final class ResumeRules {

  private static DeltaDiscoveryRequest.Builder holding(String type, Map<String, String> held) {
    return Peer.delta(type).putAllInitialResourceVersions(held);
  }

  private static Peer left(Stage stage, String type, String... names) {
    Peer peer = stage.peer().subscribe(type, names);
    peer.accept(type);
    peer.cancel();
    stage.settle();
    return peer;
  }

  @Rule(
      id = "C-21",
      text = "what a client lists in the current version is not sent again",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED},
      choice = "also if the first message subscribes to it by name: the listed versions count")
  void whatIsHeldIsNotSentAgain(Stage stage) {
    stage.with(EDS, "a", 1).with(EDS, "b", 1).publish();
    Peer before = left(stage, EDS, "a");
    Peer after = stage.peer();
    after.send(
        EDS,
        holding(EDS, before.held(EDS))
            .addResourceNamesSubscribe("a")
            .addResourceNamesSubscribe("b"));
    assertThat(after.accept(EDS).names()).containsExactly("b");
    after.quiet();
  }

  @Rule(
      id = "C-22",
      text = "what a client lists in an older version is sent",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void whatIsHeldInAnOlderVersionIsSent(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer before = left(stage, CDS);
    stage.put(CDS, "a", 2);
    Peer after = stage.peer().send(CDS, holding(CDS, before.held(CDS)));
    assertThat(after.accept(CDS).names()).containsExactly("a");
    after.quiet();
  }

  @Rule(
      id = "C-23",
      text = "what a client lists and is gone is said to be removed in the first response",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void whatIsHeldAndGoneIsRemoved(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer before = left(stage, CDS);
    stage.remove(CDS, "a");
    Peer after = stage.peer().send(CDS, holding(CDS, before.held(CDS)));
    assertThat(after.accept(CDS).removed()).containsExactly("a");
    after.quiet();
  }

  @Rule(
      id = "C-24",
      text = "versions count in the first message of a type only",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void versionsCountOnlyAtFirst(Stage stage) {
    stage.with(EDS, "a", 1).with(EDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(EDS, "a");
    peer.accept(EDS);
    Peer other = stage.peer().subscribe(EDS, "b");
    other.accept(EDS);
    peer.send(EDS, holding(EDS, other.held(EDS)).addResourceNamesSubscribe("b"));
    assertThat(peer.accept(EDS).names()).containsExactly("b");
  }

  @Rule(
      id = "C-31",
      text = "a deletion is said once; deleted and made again between two responses is an update",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void aDeletionIsSaidOnce(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(CDS);
    peer.accept(CDS);
    stage.remove(CDS, "a");
    assertThat(peer.next(CDS).removed()).containsExactly("a");
    Seen unanswered = peer.quietSince(CDS);
    stage.remove(CDS, "b");
    stage.put(CDS, "b", 2);
    peer.ack(unanswered);
    Seen update = peer.accept(CDS);
    assertThat(update.names()).containsExactly("b");
    assertThat(update.removed()).isEmpty();
    peer.quiet();
  }

  @Rule(
      id = "C-32",
      text = "a removal of what the client was never told about is not sent",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void whatNobodyWasToldOfIsNotRemoved(Stage stage) {
    stage.put(CDS, "a", 1);
    Peer peer = stage.peer().subscribe(CDS);
    Seen first = peer.next(CDS);
    stage.put(CDS, "short-lived", 1);
    stage.remove(CDS, "short-lived");
    peer.ack(first).quiet();
  }

  @Rule(
      id = "C-45",
      text = "a reconnect may list as much as there is",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void aLargeReconnectIsRead(Stage stage) {
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      stage.with(CDS, "a-cluster-with-a-name-of-some-length-" + i, 1);
    }
    stage.publish();
    Peer before = stage.peer().subscribe(CDS);
    while (before.held(CDS).size() < count) {
      before.accept(CDS);
    }
    before.cancel();
    stage.put(CDS, "new", 1);
    Peer after = stage.peer().send(CDS, holding(CDS, before.held(CDS)));
    assertThat(after.accept(CDS).names()).containsExactly("new");
    after.quiet();
  }
}
