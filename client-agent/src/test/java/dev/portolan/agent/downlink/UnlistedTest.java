package dev.portolan.agent.downlink;

import static dev.portolan.agent.downlink.Records.key;
import static dev.portolan.agent.downlink.Records.revision;
import static dev.portolan.agent.downlink.Records.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import dev.portolan.agent.session.FakeDiscovery;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an agent holds can be more than one request may say. */
class UnlistedTest {
  /** Room for one service's name and version, not for two. */
  private static final long ONE = 30;

  private final FakePointJournal journal = new FakePointJournal();
  private final DownlinkRig rig = new DownlinkRig(journal, ONE);

  @AfterEach
  void close() {
    rig.close();
  }

  private void holdThreeAndLoseTheToken() {
    rig.discovery.send(ResourceType.SERVICE, "v1", service("a"), service("b"), service("c"));
    rig.discovery.bookmark(revision(5));
    rig.reconnect();
    rig.discovery.breakStream(Status.OUT_OF_RANGE);
  }

  @Test
  void namesWhatFits() {
    holdThreeAndLoseTheToken();
    assertThat(rig.subscription(ResourceType.SERVICE).getInitialResourceVersionsMap())
        .isEqualTo(Map.of("west-1/shop/a", "v1"));
  }

  @Test
  void whatIsNotNamedAndNotSentIsGoneAtTheFirstPoint() {
    holdThreeAndLoseTheToken();
    rig.discovery.send(ResourceType.SERVICE, "v1", service("b"));
    assertThat(received().find(key("c"))).as("nothing is known yet").isPresent();
    rig.discovery.bookmark(revision(6));

    assertThat(received().find(key("a"))).isPresent();
    assertThat(received().find(key("b"))).isPresent();
    assertThat(received().find(key("c"))).isEmpty();
  }

  @Test
  void itIsStillThereWhenTheStreamBreaksBeforeThePoint() {
    holdThreeAndLoseTheToken();
    rig.discovery.send(ResourceType.SERVICE, "v1", service("b"));
    rig.reconnect();
    rig.discovery.send(ResourceType.SERVICE, "v1", service("b"), service("c"));
    rig.discovery.bookmark(revision(6));

    assertThat(received().find(key("b"))).isPresent();
    assertThat(received().find(key("c"))).isPresent();
  }

  @Test
  void whatComesAndCannotBeAcceptedStaysAsItWas() {
    holdThreeAndLoseTheToken();
    rig.discovery.send(ResourceType.SERVICE, "v1", service("c"));
    rig.discovery.send(
        ResourceType.SERVICE,
        DeltaDiscoveryResponse.newBuilder()
            .addResources(FakeDiscovery.resource("west-1/shop/b", "v2", Any.getDefaultInstance())));
    rig.discovery.bookmark(revision(6));

    assertThat(received().find(key("b"))).isPresent();
    assertThat(rig.downlink.findings()).hasSize(1);
  }

  @Test
  void laterPointsTakeNothingMore() {
    holdThreeAndLoseTheToken();
    rig.discovery.send(ResourceType.SERVICE, "v1", service("b"), service("c"));
    rig.discovery.bookmark(revision(6));
    rig.discovery.bookmark(revision(7));

    assertThat(received().find(key("a"))).isPresent();
    assertThat(received().find(key("b"))).isPresent();
    assertThat(received().find(key("c"))).isPresent();
  }

  @Test
  void aLaterProcessRemembersWhatIsGone() {
    holdThreeAndLoseTheToken();
    rig.discovery.send(ResourceType.SERVICE, "v1", service("b"));
    rig.discovery.bookmark(revision(6));
    rig.close();
    try (DownlinkRig after = new DownlinkRig(journal)) {
      RegistrySnapshot restored = after.remote.restored().get(0);
      assertThat(restored.revision()).isEqualTo(revision(6));
      assertThat(restored.find(key("b"))).isPresent();
      assertThat(restored.find(key("c"))).isEmpty();
    }
  }

  @Property
  void listsAndLeavesEveryNameOnceAndStaysBelowTheBound(
      @ForAll @IntRange(max = 50) int names, @ForAll @IntRange(max = 2_000) int bytes) {
    Map<String, String> held = new TreeMap<>();
    for (int i = 0; i < names; i++) {
      held.put("east/shop/" + "x".repeat(i % 7) + i, "v" + i);
    }
    VersionList list = VersionList.of(held, bytes);

    Map<String, String> all = new TreeMap<>(list.listed());
    list.left().forEach(name -> assertThat(all.put(name, held.getOrDefault(name, ""))).isNull());
    assertThat(all).isEqualTo(held);
    assertThat(
            io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest.newBuilder()
                .putAllInitialResourceVersions(list.listed())
                .build()
                .getSerializedSize())
        .isLessThanOrEqualTo(bytes);
  }

  private RegistrySnapshot received() {
    return rig.remote.last().received();
  }
}
