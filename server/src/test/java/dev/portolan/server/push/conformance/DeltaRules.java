package dev.portolan.server.push.conformance;

import static dev.portolan.server.push.conformance.Types.CDS;
import static dev.portolan.server.push.conformance.Types.EDS;
import static org.assertj.core.api.Assertions.assertThat;

/** What is subscribed to, incremental. */
final class DeltaRules {

  @Rule(
      id = "C-17",
      text = "a first request that names nothing asks for everything",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void namingNothingAsksForEverything(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(CDS);
    assertThat(peer.accept(CDS).names()).containsExactlyInAnyOrder("a", "b");
  }

  @Rule(
      id = "C-18",
      text = "* asks for everything of any type",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void theAsteriskAsksForEverything(Stage stage) {
    for (String type : Types.ALL) {
      stage.with(type, "a", 1).with(type, "b", 1).publish();
      Peer peer = stage.peer().subscribe(type, "*");
      assertThat(peer.accept(type).names()).containsExactlyInAnyOrder("a", "b");
    }
  }

  @Rule(
      id = "C-19",
      text = "the wildcard stays when a name is added, is left by *, and does not come back",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void theWildcardIsLeftByName(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(CDS);
    peer.accept(CDS);
    peer.subscribe(CDS, "a");
    assertThat(peer.accept(CDS).names()).containsExactly("a");
    stage.put(CDS, "b", 2);
    assertThat(peer.accept(CDS).names()).containsExactly("b");

    peer.unsubscribe(CDS, "*").quiet();
    stage.with(CDS, "a", 3).with(CDS, "b", 3).publish();
    assertThat(peer.accept(CDS).names()).containsExactly("a");
    peer.quiet();

    peer.unsubscribe(CDS, "a").quiet();
    stage.with(CDS, "a", 4).with(CDS, "b", 4).publish();
    peer.quiet();
  }

  @Rule(
      id = "C-20",
      text = "who subscribes to names gets no others",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void namesBringNothingElse(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(CDS, "a");
    assertThat(peer.accept(CDS).names()).containsExactly("a");
    stage.with(CDS, "b", 2).with(CDS, "c", 1).publish();
    peer.quiet();
  }

  @Rule(
      id = "C-25",
      text = "a name that is asked for again is sent again",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void askingAgainBringsItAgain(Stage stage) {
    stage.put(EDS, "a", 1);
    Peer peer = stage.peer().subscribe(EDS, "a");
    peer.accept(EDS);
    peer.subscribe(EDS, "a");
    assertThat(peer.accept(EDS).names()).containsExactly("a");
    peer.quiet();
  }

  @Rule(
      id = "C-26",
      text = "a name that does not exist is said to be removed, and comes when it exists",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void anUnknownNameIsSaidToBeAbsent(Stage stage) {
    Peer peer = stage.peer().subscribe(EDS, "later");
    assertThat(peer.accept(EDS).removed()).containsExactly("later");
    peer.quiet();
    stage.put(EDS, "later", 1);
    assertThat(peer.accept(EDS).names()).containsExactly("later");
    peer.quiet();
  }

  @Rule(
      id = "C-27",
      text = "an unsubscription needs no answer, and what it names comes no more",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED},
      choice = "it is not answered")
  void whatIsUnsubscribedComesNoMore(Stage stage) {
    stage.with(EDS, "a", 1).with(EDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(EDS, "a", "b");
    peer.accept(EDS);
    peer.unsubscribe(EDS, "a").quiet();
    stage.with(EDS, "a", 2).with(EDS, "b", 2).publish();
    assertThat(peer.accept(EDS).names()).containsExactly("b");
    peer.quiet();
  }

  @Rule(
      id = "C-28",
      text = "unsubscribing from what was never subscribed is ignored",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void aPhantomIsIgnored(Stage stage) {
    stage.with(EDS, "a", 1).with(EDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(EDS, "a");
    peer.accept(EDS);
    peer.unsubscribe(EDS, "never", "b").quiet();
    stage.put(EDS, "a", 2);
    assertThat(peer.accept(EDS).names()).containsExactly("a");
  }

  @Rule(
      id = "C-29",
      text = "a name left under the wildcard is confirmed: sent, or said to be removed",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void aNameLeftUnderTheWildcardIsConfirmed(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(CDS, "*", "a", "gone");
    peer.acceptAll();
    peer.unsubscribe(CDS, "a", "gone");
    Seen confirmed = peer.accept(CDS);
    assertThat(confirmed.names()).containsExactly("a");
    assertThat(confirmed.removed()).containsExactly("gone");
    peer.quiet();
  }

  @Rule(
      id = "C-30",
      text = "a name both subscribed and unsubscribed in one message has a defined outcome",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED},
      choice = "first subscribed, then unsubscribed: it is not wanted")
  void subscribedAndUnsubscribedAtOnceIsNotWanted(Stage stage) {
    stage.with(EDS, "a", 1).with(EDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(EDS, "b");
    peer.accept(EDS);
    peer.send(EDS, Peer.delta(EDS).addResourceNamesSubscribe("a").addResourceNamesUnsubscribe("a"));
    peer.quiet();
    stage.with(EDS, "a", 2).with(EDS, "b", 2).publish();
    assertThat(peer.accept(EDS).names()).containsExactly("b");
  }

  @Rule(
      id = "C-33",
      text = "an empty type is answered once: the sign that it is in sync",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED})
  void anEmptyTypeIsAnsweredOnce(Stage stage) {
    Peer peer = stage.peer().subscribe(CDS);
    Seen first = peer.accept(CDS);
    assertThat(first.names()).isEmpty();
    assertThat(first.removed()).isEmpty();
    peer.quiet();
  }

  @Rule(
      id = "C-34",
      text = "aliases",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED},
      choice = "not supported: an alias is a name that does not exist")
  void anAliasIsANameThatDoesNotExist(Stage stage) {
    stage.put(EDS, "a", 1);
    Peer peer = stage.peer().subscribe(EDS, "alias/of/a");
    assertThat(peer.accept(EDS).removed()).containsExactly("alias/of/a");
    peer.quiet();
  }
}
