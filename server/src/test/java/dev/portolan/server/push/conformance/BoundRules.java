package dev.portolan.server.push.conformance;

import static dev.portolan.server.push.conformance.Types.CDS;
import static dev.portolan.server.push.conformance.Types.EDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Companions, size and pace, both variants. */
final class BoundRules {
  private static final int LIMIT = 4 << 20;

  @Rule(id = "C-35", text = "a response carries no name twice, nor one both sent and removed")
  void aResponseCarriesNoNameTwice(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(CDS, "a", "a", "b", "missing");
    Seen first = peer.next(CDS);
    stage.remove(CDS, "a");
    stage.put(CDS, "a", 2);
    stage.remove(CDS, "b");
    peer.ack(first);
    List<Seen> all = new ArrayList<>(List.of(first));
    peer.acceptAll(all);
    for (Seen seen : all) {
      Set<String> names = new HashSet<>(seen.names());
      assertThat(seen.names()).hasSize(names.size());
      assertThat(seen.removed()).doesNotHaveDuplicates().allMatch(name -> !names.contains(name));
    }
    assertThat(peer.held(CDS)).containsOnlyKeys("a");
  }

  @Rule(
      id = "C-42",
      text = "endpoints are sent again after their cluster, though they have not changed",
      faces = {Face.DELTA_ADS, Face.STATE_ADS},
      choice = "right after it, if they are subscribed to by that name")
  void aClusterBringsItsEndpointsAgain(Stage stage) {
    stage.with(CDS, "a", 1).with(CDS, "b", 1).with(EDS, "a", 1).with(EDS, "b", 1).publish();
    Peer peer = stage.peer().subscribe(CDS).subscribe(EDS, "a", "b");
    peer.acceptAll();
    stage.put(CDS, "a", 2);
    assertThat(peer.accept(CDS).names()).contains("a");
    assertThat(peer.accept(EDS).names()).containsExactly("a");
    peer.quiet();
    stage.put(EDS, "b", 2);
    assertThat(peer.accept(EDS).names()).containsExactly("b");
    peer.quiet();
  }

  @Rule(
      id = "C-43",
      text = "no message is above the limit of clients; a resource that is does not end the stream",
      faces = {Face.DELTA_ADS, Face.DELTA_TYPED},
      choice = "chunks of 256 KiB; a resource above 4 MiB is held back and shown as refused")
  void noMessageIsTooLarge(Stage stage) {
    for (int i = 0; i < 5_000; i++) {
      stage.with(CDS, "cluster-" + i, large("cluster-" + i, 1_000));
    }
    stage.with(CDS, "giant", large("giant", LIMIT)).publish();
    Peer peer = stage.peer().subscribe(CDS);
    List<Seen> seen = new ArrayList<>();
    peer.acceptAll(seen);
    assertThat(seen).allSatisfy(each -> assertThat(each.bytes()).isLessThan(LIMIT));
    assertThat(peer.held(CDS)).hasSize(5_000).doesNotContainKey("giant");
    stage.put(CDS, "cluster-1", 2);
    assertThat(peer.accept(CDS).names()).containsExactly("cluster-1");
    stage.put(CDS, "giant", 1);
    assertThat(peer.accept(CDS).names()).containsExactly("giant");
  }

  @Rule(
      id = "C-44",
      text = "a full response above the limit is never cut, since what is missing is deleted",
      faces = {Face.STATE_ADS, Face.STATE_TYPED},
      choice =
          "it is held back and shown as refused; the client keeps what it has, the stream goes on")
  void aFullResponseIsNeverCut(Stage stage) {
    stage.put(CDS, "a", 1);
    Peer peer = stage.peer().subscribe(CDS);
    peer.accept(CDS);
    for (int i = 0; i < 1_100; i++) {
      stage.with(CDS, "cluster-" + i, large("cluster-" + i, 1_000));
    }
    stage.publish();
    peer.quiet();
    for (int i = 1; i < 1_100; i++) {
      stage.without(CDS, "cluster-" + i);
    }
    stage.publish();
    assertThat(peer.accept(CDS).names()).containsExactlyInAnyOrder("a", "cluster-0");
  }

  @Rule(id = "C-46", text = "a slow reader gets only the latest version of each resource")
  void aSlowReaderGetsTheLatest(Stage stage) {
    stage.with(CDS, "a", 1).publish();
    Peer peer = stage.peer(1).subscribe(CDS);
    Seen first = peer.accept(CDS);
    for (int edition = 2; edition <= 200; edition++) {
      stage.put(CDS, "a", edition);
    }
    stage.settle();
    peer.take(1_000);
    List<Seen> seen = new ArrayList<>(List.of(first));
    peer.acceptAll(seen);
    // One could be in the transport already when the reading stopped.
    assertThat(seen).hasSizeLessThanOrEqualTo(4);
    Peer fresh = stage.peer().subscribe(CDS);
    fresh.accept(CDS);
    assertThat(peer.held(CDS)).isEqualTo(fresh.held(CDS));
  }

  @Rule(id = "C-47", text = "a flapping resource is merged; the last state wins")
  void aFlappingResourceIsMerged(Stage stage) {
    stage.with(EDS, "a", 1).publish();
    Peer peer = stage.peer().subscribe(EDS, "a");
    Seen first = peer.next(EDS);
    for (int edition = 2; edition <= 1_000; edition++) {
      stage.put(EDS, "a", edition);
    }
    peer.ack(first);
    List<Seen> seen = new ArrayList<>();
    peer.acceptAll(seen);
    assertThat(seen).hasSize(1);
    Peer fresh = stage.peer().subscribe(EDS, "a");
    fresh.accept(EDS);
    assertThat(peer.held(EDS)).isEqualTo(fresh.held(EDS));
  }

  private static Cluster large(String name, int bytes) {
    return Cluster.newBuilder().setName(name).setAltStatName("x".repeat(bytes)).build();
  }
}
