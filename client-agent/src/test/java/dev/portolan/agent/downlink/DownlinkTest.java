package dev.portolan.agent.downlink;

import static dev.portolan.agent.downlink.Records.cluster;
import static dev.portolan.agent.downlink.Records.key;
import static dev.portolan.agent.downlink.Records.revision;
import static dev.portolan.agent.downlink.Records.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.session.FakeDiscovery;
import dev.portolan.agent.session.LinkState.Phase;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.wire.xds.Rejection;
import dev.portolan.wire.xds.ResourceBytes;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is received while the stream stands. */
class DownlinkTest {
  private final DownlinkRig rig = new DownlinkRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void asksForEveryTypeAndForBookmarksLast() {
    assertThat(rig.discovery.requests())
        .extracting(DeltaDiscoveryRequest::getTypeUrl)
        .containsExactlyElementsOf(
            Arrays.stream(ResourceType.values()).map(ResourceType::typeUrl).toList());
    assertThat(rig.discovery.requests())
        .allMatch(request -> request.getResourceNamesSubscribeList().equals(java.util.List.of("*")))
        .allMatch(request -> request.getInitialResourceVersionsCount() == 0);
    DeltaDiscoveryRequest first = rig.discovery.requests().get(0);
    assertThat(first.getNode().getId()).isEqualTo("east-1/7");
    assertThat(first.getNode().getCluster()).isEqualTo("east-1");
    assertThat(first.getNode().getMetadata().getFieldsCount()).isZero();
    assertThat(rig.discovery.requests().subList(1, 6)).noneMatch(DeltaDiscoveryRequest::hasNode);
  }

  @Test
  void handsOverNothingBeforeAConsistentPoint() {
    String nonce = rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));

    assertThat(rig.answer(nonce).hasErrorDetail()).isFalse();
    assertThat(rig.remote.points()).isEmpty();

    rig.discovery.bookmark(revision(5));
    RegistrySnapshot received = rig.remote.last().received();
    assertThat(received.revision()).isEqualTo(revision(5));
    assertThat(received.service(key("a"))).contains(service("a").resource());
    assertThat(rig.remote.last().epochChanged()).isFalse();
  }

  @Test
  void changesAndRemovalsAddUpFromPointToPoint() {
    rig.discovery.send(ResourceType.CLUSTER, "v1", cluster());
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"), service("b"));
    rig.discovery.bookmark(revision(5));
    rig.discovery.send(ResourceType.SERVICE, "v2", service("b", 6));
    rig.discovery.remove(ResourceType.SERVICE, "west-1/shop/a");
    rig.discovery.bookmark(revision(6));

    RegistrySnapshot received = rig.remote.last().received();
    assertThat(received.find(key("a"))).isEmpty();
    assertThat(received.service(key("b"))).contains(service("b", 6).resource());
    assertThat(received.progress(Records.ORIGIN).everComplete()).isTrue();

    rig.discovery.remove(ResourceType.CLUSTER, "west-1");
    rig.discovery.bookmark(revision(7));
    assertThat(rig.remote.last().received().progress(Records.ORIGIN).everComplete()).isFalse();
  }

  @Test
  void aBadResourceIsRefusedByNameAndAllOthersAreTaken() {
    DeltaDiscoveryResponse.Builder response =
        DeltaDiscoveryResponse.newBuilder()
            .addResources(raw("west-1/shop/bad", 0))
            .addResources(raw("west-1/shop/good", 80));
    String nonce = rig.discovery.send(ResourceType.SERVICE, response);

    assertThat(Rejection.ofNack(rig.answer(nonce).getErrorDetail()))
        .hasValueSatisfying(
            rejections -> {
              assertThat(rejections).hasSize(1);
              assertThat(rejections.get(0).name()).isEqualTo("west-1/shop/bad");
              assertThat(rejections.get(0).version()).isEqualTo("v1");
              assertThat(rejections.get(0).reason()).contains("ports[0].number");
            });
    rig.discovery.bookmark(revision(5));
    assertThat(rig.remote.last().received().service(key("good"))).isPresent();
    assertThat(rig.remote.last().received().service(key("bad"))).isEmpty();
    assertThat(rig.downlink.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.RESOURCE_REFUSED);
              assertThat(finding.subject()).isEqualTo("service/west-1/shop/bad");
            });
  }

  @Test
  void whatWasKnownOfARefusedResourceStaysUntilAGoodVersionComes() {
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));
    rig.discovery.send(
        ResourceType.SERVICE,
        DeltaDiscoveryResponse.newBuilder().addResources(raw("west-1/shop/a", 0)));
    rig.discovery.bookmark(revision(5));
    assertThat(rig.remote.last().received().service(key("a"))).contains(service("a").resource());

    rig.discovery.send(ResourceType.SERVICE, "v3", service("a", 6));
    rig.discovery.bookmark(revision(6));
    assertThat(rig.remote.last().received().service(key("a"))).contains(service("a", 6).resource());
    assertThat(rig.downlink.findings()).isEmpty();
  }

  @Test
  void aTypeThatWasNotAskedForIsRefusedAsAWhole() {
    String nonce =
        rig.discovery.say(
            DeltaDiscoveryResponse.newBuilder().setTypeUrl("type.googleapis.com/other.Thing"));

    assertThat(rig.answer(nonce).hasErrorDetail()).isTrue();
    assertThat(Rejection.ofNack(rig.answer(nonce).getErrorDetail())).isEmpty();
  }

  @Test
  void confirmsABookmarkOnlyWhenItsObjectsAreInForce() {
    rig.remote.holdPoints();
    String first = rig.discovery.bookmark(revision(5));
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));
    String second = rig.discovery.bookmark(revision(6));

    assertThat(rig.remote.points()).as("the second point does not wait").hasSize(2);
    assertThat(rig.answered(first) || rig.answered(second)).isFalse();

    rig.remote.points().get(1).inForce().complete(null);
    assertThat(rig.answered(second)).isTrue();
    assertThat(rig.answered(first)).isFalse();
    rig.remote.points().get(0).inForce().complete(null);
    assertThat(rig.answered(first)).isTrue();
  }

  @Test
  void aBookmarkAtTheSameRevisionIsAProofOfLifeOnly() {
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));
    rig.discovery.bookmark(revision(5));
    String beat = rig.discovery.bookmark(revision(5));

    assertThat(rig.remote.points()).hasSize(1);
    assertThat(rig.answer(beat).hasErrorDetail()).isFalse();
  }

  @Test
  void aProofOfLifeIsNotConfirmedBeforeItsPointIsInForce() {
    rig.remote.holdPoints();
    rig.discovery.bookmark(revision(5));
    String beat = rig.discovery.bookmark(revision(5));
    assertThat(rig.answered(beat)).isFalse();

    rig.remote.last().inForce().complete(null);
    assertThat(rig.answered(beat)).isTrue();
  }

  @Test
  void aPointThatFailedIsHandedOverAgainAtTheNextBeat() {
    rig.remote.holdPoints();
    String failing = rig.discovery.bookmark(revision(5));
    rig.remote.last().inForce().completeExceptionally(new IllegalStateException("disk full"));
    String beat = rig.discovery.bookmark(revision(5));

    assertThat(rig.remote.points()).hasSize(2);
    rig.remote.last().inForce().complete(null);
    assertThat(rig.answered(failing)).isFalse();
    assertThat(rig.answered(beat)).isTrue();
  }

  @Test
  void aPointOfAnotherEpochIsMarkedAsSuch() {
    rig.discovery.bookmark(revision(5));
    rig.discovery.bookmark(new Revision(Records.OTHER_EPOCH, 2));
    assertThat(rig.remote.last().epochChanged()).isTrue();

    rig.discovery.bookmark(new Revision(Records.OTHER_EPOCH, 3));
    assertThat(rig.remote.last().epochChanged()).isFalse();
  }

  @Test
  void anUnreadableBookmarkIsRefused() {
    String nonce = rig.discovery.send(ResourceType.BOOKMARK, DeltaDiscoveryResponse.newBuilder());

    assertThat(rig.answer(nonce).hasErrorDetail()).isTrue();
    assertThat(rig.remote.points()).isEmpty();
  }

  @Test
  void anyResponseIsASignOfLifeAndSilenceEndsTheStream() {
    for (int i = 1; i <= 10; i++) {
      rig.time.pass(Duration.ofSeconds(9));
      rig.discovery.bookmark(revision(1));
    }
    assertThat(rig.discovery.streams()).isEqualTo(1);

    rig.time.pass(Duration.ofSeconds(20));
    assertThat(rig.downlink.state().phase()).isEqualTo(Phase.DOWN);
    assertThat(rig.downlink.state().detail()).contains("three beats");
    rig.time.pass(Duration.ofMillis(100));
    assertThat(rig.discovery.streams()).isEqualTo(2);
  }

  private static io.envoyproxy.envoy.service.discovery.v3.Resource raw(String name, int port) {
    String[] parts = name.split("/", -1);
    var body =
        dev.portolan.v1.Service.newBuilder()
            .setOrigin(parts[0])
            .setNamespace(parts[1])
            .setName(parts[2])
            .addPorts(dev.portolan.v1.ServicePort.newBuilder().setName("http").setNumber(port))
            .build();
    return FakeDiscovery.resource(
        name, "v1", ResourceBytes.any(ResourceType.SERVICE, ResourceBytes.of(body)));
  }
}
