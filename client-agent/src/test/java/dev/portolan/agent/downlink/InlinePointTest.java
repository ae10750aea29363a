package dev.portolan.agent.downlink;

import static dev.portolan.agent.downlink.Records.key;
import static dev.portolan.agent.downlink.Records.revision;
import static dev.portolan.agent.downlink.Records.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.portolan.agent.session.FakeDiscovery;
import dev.portolan.wire.Receipt;
import dev.portolan.wire.xds.ClientFeatures;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Points that are marked by the responses which complete them. */
class InlinePointTest {
  private final FakePointJournal journal = new FakePointJournal();
  private final DownlinkRig rig = new DownlinkRig(journal);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void theHubIsToldThatTheyAreUnderstood() {
    assertThat(rig.discovery.requests().get(0).getNode().getClientFeaturesList())
        .containsExactly(ClientFeatures.INLINE_POINTS);
  }

  @Test
  void aResponseThatCompletesAPointIsHandedOverAtIt() {
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));
    rig.discovery.complete(revision(5), ResourceType.SERVICE, "v1", service("b"));

    assertThat(rig.remote.points()).hasSize(1);
    assertThat(rig.remote.last().revision()).isEqualTo(revision(5));
    assertThat(rig.remote.last().received().revision()).isEqualTo(revision(5));
    assertThat(rig.remote.last().received().find(key("a"))).isPresent();
    assertThat(rig.remote.last().received().find(key("b"))).isPresent();
  }

  @Test
  void whatIsInForceAtOnceIsConfirmedWithTheResponse() {
    String nonce = rig.discovery.complete(revision(5), ResourceType.SERVICE, "v1", service("a"));
    rig.time.pass(Downlink.PATIENCE.multipliedBy(2));

    DeltaDiscoveryRequest answer = rig.answer(nonce);
    assertThat(answer.getTypeUrl()).isEqualTo(ResourceType.BOOKMARK.typeUrl());
    assertThat(answer.hasErrorDetail()).isFalse();
  }

  @Test
  void theStreamDoesNotWaitForObjectsThatTakeLong() {
    rig.remote.holdPoints();
    String nonce = rig.discovery.complete(revision(5), ResourceType.SERVICE, "v1", service("a"));
    assertThat(rig.answered(nonce)).isFalse();

    rig.time.pass(Downlink.PATIENCE);
    assertThat(rig.answer(nonce).getTypeUrl()).isEqualTo(ResourceType.SERVICE.typeUrl());

    rig.remote.last().inForce().complete(null);
    assertThat(rig.discovery.answers(nonce))
        .extracting(DeltaDiscoveryRequest::getTypeUrl)
        .containsExactly(ResourceType.SERVICE.typeUrl(), ResourceType.BOOKMARK.typeUrl());
  }

  @Test
  void aRefusedResponseMarksNoPointHere() {
    DeltaDiscoveryResponse.Builder bad =
        DeltaDiscoveryResponse.newBuilder()
            .setSystemVersionInfo(revision(5).toString())
            .addResources(
                FakeDiscovery.resource("west-1/shop/bad", "v1", Any.getDefaultInstance()));
    String nonce = rig.discovery.send(ResourceType.SERVICE, bad);

    assertThat(rig.answer(nonce).hasErrorDetail()).isTrue();
    assertThat(rig.answer(nonce).getTypeUrl()).isEqualTo(ResourceType.SERVICE.typeUrl());
    assertThat(rig.remote.points()).isEmpty();
    rig.discovery.bookmark(revision(5));
    assertThat(rig.remote.points()).hasSize(1);
  }

  @Test
  void anyOtherVersionTextMarksNothing() {
    String nonce =
        rig.discovery.send(
            ResourceType.SERVICE, DeltaDiscoveryResponse.newBuilder().setSystemVersionInfo("v7.1"));

    assertThat(rig.answer(nonce).getTypeUrl()).isEqualTo(ResourceType.SERVICE.typeUrl());
    assertThat(rig.remote.points()).isEmpty();
  }

  @Test
  void aLaterProcessBeginsAtSuchAPoint() {
    rig.discovery.complete(revision(5), ResourceType.SERVICE, "v1", service("a"));
    rig.discovery.send(ResourceType.SERVICE, "v1", service("half"));
    try (DownlinkRig after = new DownlinkRig(journal)) {
      assertThat(after.remote.restored()).hasSize(1);
      assertThat(after.remote.restored().get(0).revision()).isEqualTo(revision(5));
      assertThat(after.remote.restored().get(0).find(key("a"))).isPresent();
      assertThat(after.remote.restored().get(0).find(key("half"))).isEmpty();
    }
  }

  @Test
  void theStartOfTheHubIsWhatABookmarkOfTheSameStreamSaid() {
    String start = "00000000000000cc";
    rig.discovery.bookmark(revision(4), start);
    rig.discovery.complete(revision(5), ResourceType.SERVICE, "v1", service("a"));
    rig.reconnect();
    assertThat(receipt()).contains(new Receipt(revision(5), start));

    rig.discovery.complete(revision(6), ResourceType.SERVICE, "v2", service("a", 6));
    rig.reconnect();
    assertThat(receipt()).as("perhaps of another start").isEmpty();
  }

  private Optional<Receipt> receipt() {
    return Receipt.in(rig.subscription(ResourceType.VIRTUAL_MESH).getNode().getMetadata());
  }

  @Test
  void aPointBehindTheLastOneEndsTheStream() {
    rig.discovery.complete(revision(5), ResourceType.SERVICE, "v1", service("a"));
    rig.discovery.complete(revision(4), ResourceType.SERVICE, "v2", service("a", 6));

    assertThat(rig.discovery.connected()).isFalse();
    assertThat(rig.remote.points()).hasSize(1);
  }
}
