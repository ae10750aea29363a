package dev.portolan.agent.downlink;

import static dev.portolan.agent.downlink.Records.key;
import static dev.portolan.agent.downlink.Records.revision;
import static dev.portolan.agent.downlink.Records.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.portolan.agent.session.FakeDiscovery;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Revision;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a process takes over from the one before. */
class DownlinkMemoryTest {
  private final FakePointJournal journal = new FakePointJournal();

  @Test
  void aLaterProcessBeginsAtTheLastPointAndResumesFromIt() {
    try (DownlinkRig before = new DownlinkRig(journal)) {
      before.discovery.send(ResourceType.SERVICE, "v1", service("a"), service("b"));
      before.discovery.bookmark(revision(5));
      before.discovery.remove(ResourceType.SERVICE, "west-1/shop/b");
      before.discovery.bookmark(revision(6));
      before.discovery.send(ResourceType.SERVICE, "v1", service("half"));
    }
    try (DownlinkRig after = new DownlinkRig(journal)) {
      assertThat(after.remote.restored()).hasSize(1);
      var restored = after.remote.restored().get(0);
      assertThat(restored.revision()).isEqualTo(revision(6));
      assertThat(restored.find(key("a"))).isPresent();
      assertThat(restored.find(key("b"))).isEmpty();
      assertThat(restored.find(key("half"))).as("came after the last point").isEmpty();
      assertThat(token(after)).contains(revision(6));
      assertThat(after.remote.points()).as("the hub has said nothing yet").isEmpty();
    }
  }

  @Test
  void theHubsFirstPointIsHandedOverEvenIfNothingChanged() {
    try (DownlinkRig before = new DownlinkRig(journal)) {
      before.discovery.send(ResourceType.SERVICE, "v1", service("a"));
      before.discovery.bookmark(revision(5));
    }
    try (DownlinkRig after = new DownlinkRig(journal)) {
      after.discovery.bookmark(revision(5));

      assertThat(after.remote.points()).hasSize(1);
      assertThat(after.remote.last().received().find(key("a"))).isPresent();
      assertThat(after.remote.last().epochChanged()).isFalse();
    }
  }

  @Test
  void anotherEpochIsSeenAsOneAcrossProcesses() {
    try (DownlinkRig before = new DownlinkRig(journal)) {
      before.discovery.bookmark(revision(5));
    }
    try (DownlinkRig after = new DownlinkRig(journal)) {
      after.discovery.bookmark(new Revision(Records.OTHER_EPOCH, 1));

      assertThat(after.remote.last().epochChanged()).isTrue();
    }
  }

  @Test
  void whatWasRefusedIsAskedForByTheLaterProcessToo() {
    try (DownlinkRig before = new DownlinkRig(journal)) {
      before.discovery.send(ResourceType.SERVICE, "v1", service("a"));
      before.discovery.send(
          ResourceType.SERVICE,
          DeltaDiscoveryResponse.newBuilder()
              .addResources(
                  FakeDiscovery.resource("west-1/shop/a", "v2", Any.getDefaultInstance())));
      before.discovery.bookmark(revision(5));
    }
    try (DownlinkRig after = new DownlinkRig(journal)) {
      assertThat(token(after)).isEmpty();
      assertThat(after.subscription(ResourceType.SERVICE).getInitialResourceVersionsMap())
          .isEqualTo(Map.of("west-1/shop/a", "v1"));
      assertThat(after.downlink.findings())
          .singleElement()
          .satisfies(each -> assertThat(each.code()).isEqualTo(FindingCode.RESOURCE_REFUSED));
    }
  }

  @Test
  void aStreamThatBreaksBeforeItsPointLeavesNothingInTheJournal() {
    try (DownlinkRig rig = new DownlinkRig(journal)) {
      rig.discovery.send(ResourceType.SERVICE, "v1", service("half"));
      rig.reconnect();
      rig.discovery.send(ResourceType.SERVICE, "v1", service("a"));
      rig.discovery.bookmark(revision(5));
    }
    assertThat(journal.size()).as("one response, one bookmark").isEqualTo(2);
    assertThat(journal.closed()).isTrue();
  }

  private static Optional<Revision> token(DownlinkRig rig) {
    return RevisionCodec.resumeToken(
        rig.subscription(ResourceType.VIRTUAL_MESH).getNode().getMetadata());
  }
}
