package dev.portolan.agent.downlink;

import static dev.portolan.agent.downlink.Records.key;
import static dev.portolan.agent.downlink.Records.revision;
import static dev.portolan.agent.downlink.Records.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.session.FakeDiscovery;
import dev.portolan.agent.session.LinkState.Phase;
import dev.portolan.registry.Revision;
import dev.portolan.wire.Receipt;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept and what is asked for when streams break. */
class DownlinkResumeTest {
  private static final String START = "000000000000000a";
  private static final String OTHER_START = "000000000000000b";

  private final DownlinkRig rig = new DownlinkRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void resumesByTheRevisionOfTheLastPoint() {
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));
    rig.discovery.bookmark(revision(5));
    rig.reconnect();

    assertThat(token()).contains(revision(5));
    assertThat(rig.subscription(ResourceType.SERVICE).getInitialResourceVersionsMap()).isEmpty();
    assertThat(rig.discovery.requests()).hasSize(ResourceType.values().length);

    rig.discovery.send(ResourceType.SERVICE, "v1", service("b"));
    rig.discovery.bookmark(revision(6));
    assertThat(rig.remote.last().received().find(key("a"))).isPresent();
    assertThat(rig.remote.last().received().find(key("b"))).isPresent();
  }

  @Test
  void whatCameAfterTheLastPointDiesWithItsStream() {
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));
    rig.discovery.bookmark(revision(5));
    rig.discovery.remove(ResourceType.SERVICE, "west-1/shop/a");
    rig.discovery.send(ResourceType.SERVICE, "v1", service("half"));
    rig.reconnect();
    rig.discovery.bookmark(revision(6));

    assertThat(token()).contains(revision(5));
    assertThat(rig.remote.last().received().find(key("a"))).isPresent();
    assertThat(rig.remote.last().received().find(key("half"))).isEmpty();
  }

  @Test
  void aFirstSyncThatBreaksStartsAgainFromNothing() {
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));
    rig.reconnect();

    assertThat(token()).isEmpty();
    assertThat(rig.remote.points()).isEmpty();
  }

  @Test
  void resumesByVersionsAtOnceWhenTheHubNoLongerHasTheRevision() {
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));
    rig.discovery.bookmark(revision(5));
    rig.reconnect();
    rig.discovery.breakStream(Status.OUT_OF_RANGE.withDescription("compacted"));

    assertThat(rig.discovery.streams()).as("without waiting").isEqualTo(3);
    assertThat(token()).isEmpty();
    assertThat(rig.subscription(ResourceType.SERVICE).getInitialResourceVersionsMap())
        .isEqualTo(Map.of("west-1/shop/a", "v1"));
    assertThat(rig.subscription(ResourceType.CLUSTER).getInitialResourceVersionsMap()).isEmpty();
    assertThat(rig.downlink.state().phase()).isNotEqualTo(Phase.UP);

    rig.discovery.bookmark(new Revision(Records.OTHER_EPOCH, 1));
    assertThat(rig.remote.last().received().find(key("a"))).isPresent();
    assertThat(rig.remote.last().epochChanged()).isTrue();

    rig.reconnect();
    assertThat(token()).contains(new Revision(Records.OTHER_EPOCH, 1));
  }

  @Test
  void aRefusalOfVersionsIsALossLikeAnyOther() {
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));
    rig.discovery.bookmark(revision(5));
    rig.reconnect();
    rig.discovery.breakStream(Status.OUT_OF_RANGE);
    rig.discovery.breakStream(Status.OUT_OF_RANGE);

    assertThat(rig.discovery.connected()).isFalse();
    assertThat(rig.downlink.state().phase()).isEqualTo(Phase.DOWN);
  }

  @Test
  void asksForWhatItRefusedAgain() {
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"), service("b"));
    rig.discovery.send(
        ResourceType.SERVICE,
        DeltaDiscoveryResponse.newBuilder()
            .addResources(bad("west-1/shop/b"))
            .addResources(bad("west-1/shop/c")));
    rig.discovery.bookmark(revision(5));
    rig.reconnect();

    assertThat(token()).isEmpty();
    assertThat(rig.subscription(ResourceType.SERVICE).getInitialResourceVersionsMap())
        .as("b is held in the version before")
        .isEqualTo(Map.of("west-1/shop/a", "v1", "west-1/shop/b", "v1"));

    rig.discovery.send(ResourceType.SERVICE, "v2", service("b", 2), service("c", 2));
    rig.discovery.bookmark(revision(5));
    assertThat(rig.remote.points()).as("the same revision, but more of it").hasSize(2);
    assertThat(rig.remote.last().received().find(key("c"))).isPresent();
    assertThat(rig.downlink.findings()).isEmpty();
  }

  @Test
  void aHubThatIsBehindIsLeftAndNothingOfItTaken() {
    rig.discovery.bookmark(revision(5));
    rig.discovery.bookmark(revision(4));

    assertThat(rig.remote.points()).hasSize(1);
    assertThat(rig.downlink.state().phase()).isEqualTo(Phase.DOWN);
    assertThat(rig.downlink.state().detail()).contains("behind");
  }

  @Test
  void aPointThatComesIntoForceLateIsNotConfirmedOnAnotherStream() {
    rig.remote.holdPoints();
    String nonce = rig.discovery.bookmark(revision(5));
    rig.reconnect();
    rig.remote.last().inForce().complete(null);
    assertThat(rig.answered(nonce)).isFalse();

    String beat = rig.discovery.bookmark(revision(5));
    assertThat(rig.answered(beat)).isTrue();
    assertThat(rig.remote.points()).hasSize(1);
  }

  @Test
  void aClosedDownlinkLeavesNothingBehind() {
    rig.downlink.close();

    assertThat(rig.time.timers()).isZero();
    assertThat(rig.discovery.connected()).isFalse();
    assertThat(rig.downlink.state().phase()).isEqualTo(Phase.CLOSED);
  }

  @Test
  void showsWhichStartOfTheHubBroughtItWhereItIs() {
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));
    rig.discovery.bookmark(revision(5), START);
    rig.reconnect();

    assertThat(receipt()).contains(new Receipt(revision(5), START));
    assertThat(token()).contains(revision(5));

    rig.discovery.breakStream(Status.OUT_OF_RANGE);
    assertThat(receipt()).as("by versions").contains(new Receipt(revision(5), START));
    assertThat(token()).isEmpty();

    rig.discovery.bookmark(revision(5), OTHER_START);
    rig.reconnect();
    assertThat(receipt()).contains(new Receipt(revision(5), OTHER_START));
  }

  @Test
  void showsNothingOfAHubThatDoesNotNameItsStart() {
    rig.discovery.bookmark(revision(5), START);
    rig.discovery.bookmark(revision(6));
    rig.reconnect();

    assertThat(receipt()).isEmpty();
    assertThat(token()).contains(revision(6));
  }

  private Optional<Receipt> receipt() {
    return Receipt.in(rig.subscription(ResourceType.VIRTUAL_MESH).getNode().getMetadata());
  }

  private Optional<Revision> token() {
    return RevisionCodec.resumeToken(
        rig.subscription(ResourceType.VIRTUAL_MESH).getNode().getMetadata());
  }

  private static io.envoyproxy.envoy.service.discovery.v3.Resource bad(String name) {
    return FakeDiscovery.resource(name, "v2", com.google.protobuf.Any.getDefaultInstance());
  }
}
