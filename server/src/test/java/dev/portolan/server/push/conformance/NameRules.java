package dev.portolan.server.push.conformance;

import static dev.portolan.server.push.conformance.Types.CDS;
import static dev.portolan.server.push.conformance.Types.EDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;

/** Lifetimes, names and versions, both variants. */
final class NameRules {

  @Rule(
      id = "C-48",
      text = "resources with a lifetime",
      choice = "not supported: nothing expires, and no heartbeat is sent, whatever a client offers")
  void nothingHasALifetime(Stage stage) {
    stage.put(EDS, "a", 1);
    Node node =
        Stage.node("west").toBuilder()
            .addClientFeatures("xds.config.supports-resource-ttl")
            .addClientFeatures("xds.config.resource-in-sotw")
            .build();
    Peer peer = stage.peer();
    if (stage.face().delta()) {
      peer.send(EDS, Peer.delta(EDS).setNode(node).addResourceNamesSubscribe("a"));
    } else {
      peer.send(
          EDS, DiscoveryRequest.newBuilder().setNode(node).setTypeUrl(EDS).addResourceNames("a"));
    }
    Seen first = peer.next(EDS);
    assertThat(first.names()).containsExactly("a");
    assertThat(first.bodies().get(0).getValue().isEmpty()).isFalse();
    peer.quiet();
  }

  @Rule(
      id = "C-49",
      text = "xdstp names",
      choice = "names are opaque: one with its context parameters in another order is another name")
  void namesAreOpaque(Stage stage) {
    String name = "xdstp://authority/envoy.config.endpoint.v3.ClusterLoadAssignment/a?x=1&y=2";
    stage.put(EDS, name, 1);
    Peer peer = stage.peer().subscribe(EDS, name);
    assertThat(peer.accept(EDS).names()).containsExactly(name);
    Peer other =
        stage
            .peer()
            .subscribe(
                EDS, "xdstp://authority/envoy.config.endpoint.v3.ClusterLoadAssignment/a?y=2&x=1");
    other.acceptAll();
    assertThat(other.held(EDS)).isEmpty();
  }

  @Rule(id = "C-50", text = "versions are the same after a restart, so a reconnect resends nothing")
  void versionsOutliveTheServer(Stage stage) {
    stage.with(CDS, "gone", 1).publish();
    stage.remove(CDS, "gone");
    stage.with(CDS, "a", 1).with(CDS, "b", 1).publish();
    Peer before = stage.peer().subscribe(CDS);
    Seen first = before.accept(CDS);
    stage.restart();
    Peer after = stage.peer();
    if (stage.face().delta()) {
      DeltaDiscoveryRequest.Builder request =
          Peer.delta(CDS).putAllInitialResourceVersions(before.held(CDS));
      after.send(CDS, request);
      assertThat(after.accept(CDS).names()).isEmpty();
    } else {
      assertThat(after.subscribe(CDS).accept(CDS).versions().get(0))
          .isEqualTo(first.versions().get(0));
    }
  }
}
