package dev.portolan.server.push;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.control.SampleRecords.slice;
import static dev.portolan.server.push.RawClient.BOOKMARK;
import static dev.portolan.server.push.RawClient.CAPACITY;
import static dev.portolan.server.push.RawClient.CLUSTER;
import static dev.portolan.server.push.RawClient.MESH;
import static dev.portolan.server.push.RawClient.SERVICE;
import static dev.portolan.server.push.RawClient.SLICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.ExportRules;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.Hold;
import dev.portolan.registry.HoldKey;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.ImportRules;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.RegisteredPort;
import dev.portolan.registry.Registration;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Rollout;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.Session;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.v1.VirtualMesh;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScopeTest {
  private static final String FAILOVER = ResourceType.FAILOVER_POLICY.typeUrl();
  private static final String REVIEWS = "east-1/bookinfo/reviews";
  private static final String RATINGS = "west-1/bookinfo/ratings";

  private final TestHub hub = TestHub.open();

  @BeforeEach
  void twoNetworks() {
    hub.registry.put(
        mesh("shop", EAST, WEST),
        cluster(EAST, "one"),
        cluster(WEST, "two"),
        service(EAST, "reviews", 1),
        slice(EAST, "reviews", "reviews-1", 2),
        service(WEST, "ratings", 1),
        slice(WEST, "ratings", "ratings-1", 2));
    hub.settle();
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private RawClient west() {
    RawClient west = hub.connect("west-1");
    for (String type : List.of(CLUSTER, SERVICE, CAPACITY, SLICE)) {
      west.subscribe(type).accept(type);
    }
    return west;
  }

  // Of what stays at the hub none may keep what goes with it from travelling.
  @Test
  void whatDoesNotTravelKeepsNothingBack() {
    RawClient west = west();
    Registration registration =
        new Registration(
            RegistrationKey.of(new SliceKey(serviceKey(EAST, "orders"), "a")),
            List.of(new RegisteredPort(new ServicePort("http", 80, Protocol.HTTP), 80)),
            slice(EAST, "orders", "a", 1).endpoints().get(0),
            new Registration.Reach("one", new SourceFacts(Sorted.set(List.of()))),
            Registration.DEFAULT_TTL,
            new Session("s", 1));
    List<Resource> hubsOwn =
        List.of(
            registration,
            new ReportProgress(new ReportKey(EAST), 1, 1, false, false),
            new Hold(
                new HoldKey(EAST, Hold.State.WAITING),
                List.of(serviceKey(EAST, "reviews")),
                Hold.Cause.SILENCE,
                TestRegistry.TIME,
                Hold.Amount.NOTHING));
    List<Resource> all = new ArrayList<>(hubsOwn);
    all.add(service(EAST, "orders", 1));

    hub.registry.put(all.toArray(Resource[]::new));

    west.accept(SERVICE);
    west.accept(CAPACITY);
    assertThat(west.held(SERVICE)).containsKey("east-1/bookinfo/orders");
    all.remove(1);
    hub.registry.remove(all.stream().map(Resource::key).toArray(ResourceKey[]::new));
    west.accept(CAPACITY);
    west.accept(SERVICE);
    assertThat(west.held(SERVICE)).doesNotContainKey("east-1/bookinfo/orders");
  }

  @Test
  void leavingTheMeshRemovesWhatIsNotVisibleAnyMore() {
    RawClient west = west();
    hub.registry.put(mesh("shop", EAST), mesh("else", WEST));
    for (String type : List.of(CAPACITY, SERVICE, CLUSTER)) {
      west.accept(type);
    }
    assertThat(west.held(CLUSTER)).containsOnlyKeys("west-1");
    assertThat(west.held(SERVICE)).containsOnlyKeys(RATINGS);
    assertThat(west.held(CAPACITY)).isEmpty();
    assertThat(west.held(SLICE)).containsOnlyKeys(RATINGS + "/ratings-1");
    west.expectNothing();
  }

  @Test
  void withoutAMeshAnAgentHoldsNothing() {
    RawClient west = west();
    hub.registry.remove(new VirtualMeshKey("shop"));
    for (String type : List.of(SLICE, CAPACITY, SERVICE, CLUSTER)) {
      west.accept(type);
      assertThat(west.held(type)).isEmpty();
    }
    west.expectNothing();
  }

  @Test
  void aVirtualMeshIsSentWithoutTheMembersThatAnotherOneHas() throws Exception {
    OriginId other = new OriginId("other-1");
    hub.registry.put(mesh("late", other, EAST));
    hub.settle();
    RawClient client = hub.connect("other-1");
    client.subscribe(MESH);
    assertThat(members(client.accept(MESH))).containsExactly("other-1");

    hub.registry.remove(new VirtualMeshKey("shop"));
    assertThat(members(client.accept(MESH))).containsExactly("east-1", "other-1");
    client.expectNothing();
  }

  private static List<String> members(DeltaDiscoveryResponse response) throws Exception {
    return response.getResources(0).getResource().unpack(VirtualMesh.class).getMembersList();
  }

  @Test
  void aPolicyIsSentToItsVirtualMeshAndTakenBackWithIt() {
    hub.registry.put(mesh("else", new OriginId("other-1")), failover("shop"));
    hub.settle();
    RawClient west = hub.connect("west-1");
    RawClient other = hub.connect("other-1");
    west.subscribe(FAILOVER).accept(FAILOVER);
    assertThat(west.held(FAILOVER)).containsOnlyKeys("order");
    other.subscribe(FAILOVER).accept(FAILOVER);
    assertThat(other.held(FAILOVER)).isEmpty();

    hub.registry.put(failover("else"));
    west.accept(FAILOVER);
    other.accept(FAILOVER);
    assertThat(west.held(FAILOVER)).isEmpty();
    assertThat(other.held(FAILOVER)).containsOnlyKeys("order");

    hub.registry.remove(PolicyKey.failover("order"));
    other.accept(FAILOVER);
    assertThat(other.held(FAILOVER)).isEmpty();
    west.expectNothing();
    other.expectNothing();
  }

  @Test
  void aPolicyThatMovesToAnotherMeshInWavesIsSeenInBoth() {
    hub.registry.put(mesh("shop", WEST), mesh("else", EAST));
    RawClient west = hub.connect("west-1");
    RawClient east = hub.connect("east-1");
    west.subscribe(FAILOVER).accept(FAILOVER);
    east.subscribe(FAILOVER).accept(FAILOVER);

    hub.registry.put(
        failover("shop")
            .with(
                Rollout.of(
                        List.of(new TreeSet<>(List.of(WEST))), Duration.ZERO, Duration.ofSeconds(1))
                    .at(Rollout.Stage.first(Optional.of(failover("else")), Instant.EPOCH))));

    west.accept(FAILOVER);
    east.accept(FAILOVER);
    assertThat(west.held(FAILOVER)).containsOnlyKeys("order");
    assertThat(east.held(FAILOVER)).containsOnlyKeys("order");
  }

  private static FailoverPolicy failover(String mesh) {
    return new FailoverPolicy(
        PolicyKey.failover("order"),
        new VirtualMeshKey(mesh),
        List.of(HostSelector.ALL),
        List.of(new FailoverTier.Near(FailoverTier.Distance.ANY)));
  }

  @Test
  void joiningTheNetworkTurnsCapacityIntoSlicesForBothSides() {
    RawClient west = west();
    RawClient east = hub.connect("east-1");
    east.subscribe(CAPACITY).accept(CAPACITY);
    east.subscribe(SLICE).accept(SLICE);
    hub.registry.put(cluster(WEST, "one"));

    west.accept(CLUSTER);
    for (RawClient each : List.of(west, east)) {
      // Its endpoints are there before their count goes.
      each.accept(SLICE);
      each.accept(CAPACITY);
    }
    for (RawClient each : List.of(west, east)) {
      assertThat(each.held(CAPACITY)).isEmpty();
      assertThat(each.held(SLICE)).containsOnlyKeys(REVIEWS + "/reviews-1", RATINGS + "/ratings-1");
      each.expectNothing();
    }
  }

  @Test
  void whatStandsBehindAServiceComesAndGoesWithItsExport() {
    hub.registry.put(mesh("shop", EAST, WEST).with(byLabel()), cluster(WEST, "one"));
    hub.settle();
    RawClient west = west();
    assertThat(west.held(SERVICE)).isEmpty();
    assertThat(west.held(SLICE)).isEmpty();

    hub.registry.put(labelled("true"));
    west.accept(SERVICE);
    west.accept(SLICE);
    assertThat(west.held(SERVICE)).containsOnlyKeys(REVIEWS);
    assertThat(west.held(SLICE)).containsOnlyKeys(REVIEWS + "/reviews-1");

    hub.registry.put(labelled("false"));
    west.accept(SLICE);
    west.accept(SERVICE);
    assertThat(west.held(SERVICE)).isEmpty();
    assertThat(west.held(SLICE)).isEmpty();
    west.expectNothing();
  }

  @Test
  void aMemberSeesTheNamespacesThatItImports() {
    RawClient west = west();
    RawClient east = hub.connect("east-1");
    east.subscribe(SERVICE).accept(SERVICE);
    assertThat(west.held(SERVICE)).containsOnlyKeys(REVIEWS, RATINGS);

    hub.registry.put(
        mesh("shop", EAST, WEST)
            .with(new ImportRules(Sorted.map(Map.of(WEST, Sorted.set(List.of("other")))))));
    west.accept(SLICE);
    west.accept(CAPACITY);
    west.accept(SERVICE);

    assertThat(west.held(SERVICE)).isEmpty();
    assertThat(west.held(SLICE)).isEmpty();
    assertThat(west.held(CAPACITY)).isEmpty();
    assertThat(west.held(CLUSTER)).hasSize(2);
    east.expectNothing();
    assertThat(east.held(SERVICE)).containsOnlyKeys(REVIEWS, RATINGS);
  }

  static ExportRules byLabel() {
    return new ExportRules(
        Sorted.set(List.of()), List.of(), new TreeSet<>(Set.of(ExportRules.OptIn.LABEL)));
  }

  private static Service labelled(String value) {
    Service plain = service(EAST, "reviews", 1);
    return Service.of(
        plain.key(),
        plain.ports(),
        Map.of(ExportRules.LABEL, value),
        plain.identities(),
        plain.kind(),
        plain.created());
  }

  @Test
  void agentsOfOneScopeGetTheSameArrays() {
    OriginId[] members = new OriginId[20];
    List<RawClient> agents = new ArrayList<>();
    for (int i = 0; i < members.length; i++) {
      members[i] = new OriginId("member-" + i);
      hub.registry.put(cluster(members[i], "one"));
    }
    hub.registry.put(mesh("crowd", members), service(members[0], "reviews", 1));
    hub.settle();
    for (OriginId member : members) {
      RawClient agent = hub.connect(member.value());
      agent.subscribe(CLUSTER).subscribe(SERVICE).subscribe(BOOKMARK);
      agent.accept(CLUSTER);
      agent.accept(SERVICE);
      agent.accept(BOOKMARK);
      agents.add(agent);
    }
    assertThat(hub.distinctMessages()).isEqualTo(3);

    hub.registry.put(service(members[0], "reviews", 2));
    for (RawClient agent : agents) {
      agent.accept(SERVICE);
      agent.accept(BOOKMARK);
    }
    assertThat(hub.distinctMessages()).isEqualTo(5);
  }

  @Test
  void anAgentThatIsSlowToReadGetsOnlyTheLastState() {
    RawClient slow = hub.connect("west-1", 1);
    slow.subscribe(SERVICE).accept(SERVICE);
    for (int port = 2; port < 200; port++) {
      hub.registry.put(service(EAST, "reviews", port));
    }
    hub.settle();
    int sent = hub.distinctMessages();
    slow.take();
    slow.accept(SERVICE);
    slow.take();
    slow.subscribe("type.googleapis.com/test.Last");
    slow.accept("type.googleapis.com/test.Last");

    assertThat(sent).isEqualTo(1);
    assertThat(hub.distinctMessages()).isEqualTo(3);
  }
}
