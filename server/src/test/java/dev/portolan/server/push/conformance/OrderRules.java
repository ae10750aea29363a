package dev.portolan.server.push.conformance;

import static dev.portolan.server.push.conformance.Types.CDS;
import static dev.portolan.server.push.conformance.Types.EDS;
import static dev.portolan.server.push.conformance.Types.LDS;
import static dev.portolan.server.push.conformance.Types.RDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** In which order types are told of one change: make before break, both variants. */
final class OrderRules {
  private static final String SENT =
      "sent, not answered; not for subscribers to bookmarks, which apply a change when all of it"
          + " is there";

  @Rule(
      id = "C-41",
      text = "of one change, clusters come before endpoints, then listeners, then routes",
      faces = {Face.DELTA_ADS, Face.STATE_ADS})
  void whatOthersReferToComesFirst(Stage stage) {
    Peer peer = stage.peer();
    for (String type : List.of(RDS, LDS, EDS, CDS)) {
      stage.with(type, "a", 1);
      peer.subscribe(type, "a");
      peer.acceptAll();
    }
    for (int edition = 1; edition < 3; edition++) {
      for (String type : Types.ALL) {
        stage.with(type, "a", edition);
      }
      stage.publish();
      List<Seen> seen = new ArrayList<>();
      peer.acceptAll(seen);
      assertThat(seen.stream().map(Seen::type).distinct()).isEqualTo(Types.ALL);
    }
  }

  @Rule(
      id = "C-41",
      text = "what is gone goes when what comes instead has been sent, in the reverse order",
      faces = {Face.DELTA_ADS, Face.STATE_ADS},
      choice = SENT)
  void whatIsGoneGoesLast(Stage stage) {
    Types.ALL.forEach(type -> stage.with(type, "old", 1));
    stage.publish();
    Peer peer = stage.peer();
    Types.ALL.forEach(type -> peer.subscribe(type, "*").acceptAll());
    Types.ALL.forEach(type -> stage.without(type, "old").with(type, "new", 1));
    stage.publish();
    List<Seen> seen = new ArrayList<>();
    peer.acceptAll(seen);

    // Full responses of endpoints and routes cannot say that something is gone.
    List<String> gone =
        stage.face().delta() ? List.of("-RDS", "-LDS", "-EDS", "-CDS") : List.of("-LDS", "-CDS");
    List<String> expected = new ArrayList<>(List.of("+CDS", "+EDS", "+LDS", "+RDS"));
    expected.addAll(gone);
    assertThat(told(stage.face(), seen)).isEqualTo(expected);
  }

  @Rule(
      id = "C-41",
      text = "a type that is not answered holds back what is gone of others, and nothing else",
      faces = {Face.DELTA_ADS, Face.STATE_ADS},
      choice = SENT)
  void anUnansweredTypeHoldsBackRemovalsOnly(Stage stage) {
    stage.with(CDS, "old", 1).with(RDS, "front", 1).publish();
    Peer peer = stage.peer();
    for (String type : List.of(CDS, RDS)) {
      peer.subscribe(type, "*").acceptAll();
    }
    stage.put(RDS, "front", 2);
    Seen route = peer.next(RDS);
    stage.without(CDS, "old").with(CDS, "new", 1).put(RDS, "front", 3);
    peer.accept(CDS);
    stage.put(CDS, "new", 2);
    Seen cluster = peer.next(CDS);
    assertThat(cluster.names()).contains("new");
    assertThat(peer.held(CDS)).containsOnlyKeys("old", "new");

    peer.ack(route);
    peer.next(RDS);
    // The routes change faster than they are answered: what was gone before does not wait for it.
    stage.put(RDS, "front", 4);
    peer.ack(cluster);
    peer.accept(CDS);
    assertThat(peer.held(CDS)).containsOnlyKeys("new");
  }

  @Rule(
      id = "C-41",
      text = "what is gone and comes back before it is said was never gone",
      faces = {Face.DELTA_ADS, Face.STATE_ADS})
  void whatComesBackInTimeWasNeverGone(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).with(RDS, "front", 1).publish();
    Peer peer = stage.peer();
    for (String type : List.of(CDS, RDS)) {
      peer.subscribe(type, "*").acceptAll();
    }
    stage.put(RDS, "front", 2);
    Seen route = peer.next(RDS);
    stage.without(CDS, "a").without(CDS, "b").put(RDS, "front", 3);
    peer.quietSince(RDS);
    stage.put(CDS, "a", 1);
    peer.quietSince(RDS);

    peer.ack(route);
    peer.acceptAll();
    assertThat(peer.held(CDS)).containsOnlyKeys("a");
  }

  /** {@code +CDS} when "new" came, {@code -CDS} when "old" went, in the order of the responses. */
  private static List<String> told(Face face, List<Seen> responses) {
    List<String> told = new ArrayList<>();
    Map<String, Set<String>> held = new HashMap<>();
    for (Seen seen : responses) {
      Set<String> before = held.getOrDefault(seen.type(), Set.of("old"));
      Set<String> after = new TreeSet<>(before);
      if (!face.delta() && (seen.type().equals(CDS) || seen.type().equals(LDS))) {
        after.clear();
      }
      after.addAll(seen.names());
      after.removeAll(new HashSet<>(seen.removed()));
      String type = List.of("CDS", "EDS", "LDS", "RDS").get(Types.ALL.indexOf(seen.type()));
      if (!before.contains("new") && after.contains("new")) {
        told.add("+" + type);
      }
      if (before.contains("old") && !after.contains("old")) {
        told.add("-" + type);
      }
      held.put(seen.type(), after);
    }
    return told;
  }
}
