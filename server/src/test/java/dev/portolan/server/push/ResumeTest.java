package dev.portolan.server.push;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.push.RawClient.BOOKMARK;
import static dev.portolan.server.push.RawClient.CLUSTER;
import static dev.portolan.server.push.RawClient.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.portolan.registry.ExportRules;
import dev.portolan.registry.FailoverPolicy;
import dev.portolan.registry.FailoverTier;
import dev.portolan.registry.HostSelector;
import dev.portolan.registry.PolicyKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.Service;
import dev.portolan.registry.VirtualMeshKey;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResumeTest {
  private static final String A = "east-1/bookinfo/a";
  private static final String B = "east-1/bookinfo/b";
  private static final String C = "east-1/bookinfo/c";

  private final TestHub hub = TestHub.open();

  @BeforeEach
  void twoServices() {
    hub.registry.put(
        mesh("shop", EAST, WEST),
        cluster(EAST, "one"),
        cluster(WEST, "two"),
        service(EAST, "a", 1),
        service(EAST, "b", 1));
    hub.settle();
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private RawClient leftAt(TestHub where) {
    RawClient west = where.connect("west-1");
    west.subscribe(SERVICE).accept(SERVICE);
    west.cancel();
    where.settle();
    return west;
  }

  private static String point(long sequence) {
    return TestRegistry.EPOCH + "." + sequence;
  }

  private static List<String> names(DeltaDiscoveryResponse response) {
    return response.getResourcesList().stream().map(each -> each.getName()).toList();
  }

  @Test
  void nothingMissedMeansNothingSentButTheBookmark() {
    leftAt(hub);
    RawClient west = hub.resume("west-1", point(1));
    west.subscribe(SERVICE).subscribe(BOOKMARK);
    assertThat(west.accept(BOOKMARK).getResources(0).getVersion()).isEqualTo(point(1));
  }

  @Test
  void onlyTheGapIsSentWithItsRemovals() {
    leftAt(hub);
    hub.registry.put(service(EAST, "a", 2), service(EAST, "c", 1));
    hub.registry.remove(serviceKey(EAST, "b"));
    RawClient west = hub.resume("west-1", point(1));
    west.subscribe(SERVICE).subscribe(BOOKMARK);

    DeltaDiscoveryResponse gap = west.accept(SERVICE);
    assertThat(names(gap)).containsExactly(A, C);
    assertThat(gap.getRemovedResourcesList()).containsExactly(B);
    west.accept(BOOKMARK);
  }

  @Test
  void whatWasExportedWhenSheLeftIsTakenBackWhenSheResumesAloneInHerScope() {
    hub.registry.put(
        mesh("shop", EAST, WEST).with(ScopeTest.byLabel()), labelled("a"), labelled("b"));
    hub.settle();
    leftAt(hub);
    long left = hub.registry.snapshot().revision().sequence();
    hub.registry.put(service(EAST, "a", 2), service(EAST, "never", 2));
    hub.settle();
    hub.registry.remove(serviceKey(EAST, "b"));
    hub.settle();

    RawClient west = hub.resume("west-1", point(left));
    DeltaDiscoveryResponse gap = west.subscribe(SERVICE).accept(SERVICE);

    assertThat(names(gap)).isEmpty();
    assertThat(gap.getRemovedResourcesList()).containsExactly(A, B);
    west.expectNothing();
  }

  private static Service labelled(String name) {
    Service plain = service(EAST, name, 1);
    return Service.of(
        plain.key(),
        plain.ports(),
        Map.of(ExportRules.LABEL, "true"),
        plain.identities(),
        plain.kind(),
        plain.created());
  }

  @Test
  void anAgentAloneInItsScopeResumesToo() {
    // Nobody else is on network two: its scope is forgotten while west is away.
    leftAt(hub);
    hub.registry.put(service(EAST, "a", 2));
    hub.settle();
    RawClient west = hub.resume("west-1", point(1));
    assertThat(names(west.subscribe(SERVICE).accept(SERVICE))).containsExactly(A);
    west.expectNothing();
  }

  @Test
  void whoeverWasAwayWhileAPolicyWasTakenBackIsAskedForVersions() throws Exception {
    // What a policy was about cannot be told when it is gone.
    PolicyKey key = PolicyKey.failover("order");
    hub.registry.put(
        new FailoverPolicy(
            key,
            new VirtualMeshKey("shop"),
            List.of(HostSelector.ALL),
            List.of(new FailoverTier.Near(FailoverTier.Distance.ANY))));
    hub.settle();
    leftAt(hub);
    hub.registry.remove(key);
    hub.settle();

    RawClient west = hub.resume("west-1", point(2));
    west.subscribe(SERVICE);

    assertThat(west.ending().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
  }

  @Test
  void anAgentResumesInAScopeThatOthersKeptAlive() {
    leftAt(hub);
    hub.registry.put(cluster(EAST, "two"));
    hub.settle();
    RawClient other = hub.connect("east-1");
    other.subscribe(SERVICE).accept(SERVICE);
    hub.registry.put(service(EAST, "a", 2));
    // Changes that are taken together are resumed together.
    hub.settle();
    hub.registry.put(service(EAST, "b", 3));
    hub.settle();

    RawClient west = hub.resume("west-1", point(3));
    assertThat(names(west.subscribe(SERVICE).accept(SERVICE))).containsExactly(B);
  }

  @Test
  void afterARestartAtTheSameSequenceNothingIsSentAgain() {
    leftAt(hub);
    try (TestHub restarted = TestHub.restarted(hub.registry.snapshot())) {
      RawClient west = restarted.resume("west-1", point(1));
      west.subscribe(SERVICE).subscribe(BOOKMARK);
      west.accept(BOOKMARK);
      restarted.registry.put(service(EAST, "a", 2));
      assertThat(names(west.accept(SERVICE))).containsExactly(A);
    }
  }

  @Test
  void anUnknownEpochAsksForVersions() throws Exception {
    RawClient west = hub.resume("west-1", "00000000000000bb.1");
    west.subscribe(SERVICE);

    Status status = west.ending();
    assertThat(status.getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
    com.google.rpc.Status detail = StatusProto.fromThrowable(west.failure());
    assertThat(detail).isNotNull();
    assertThat(detail.getDetails(0).unpack(ErrorInfo.class).getReason())
        .isEqualTo("RESUME_IMPOSSIBLE");
  }

  @Test
  void aTokenFromTheFutureAsksForVersions() {
    RawClient west = hub.resume("west-1", point(7));
    west.subscribe(SERVICE);
    assertThat(west.ending().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
  }

  @Test
  void aCompactedTokenAsksForVersions() {
    leftAt(hub);
    List<Resource> many = new ArrayList<>();
    for (int i = 0; i <= RecentKeys.MAX_KEYS / 2; i++) {
      // With what it can take, a service is two records.
      many.add(service(EAST, "service-" + i, 1));
    }
    hub.registry.change(many, List.of());
    RawClient west = hub.resume("west-1", point(1));
    west.subscribe(SERVICE);
    assertThat(west.ending().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
  }

  @Test
  void whoeverWasAwayForManyChangesOfTheSameRecordsResumes() {
    leftAt(hub);
    changeAgainAndAgain();

    RawClient west = hub.resume("west-1", point(1));
    DeltaDiscoveryResponse gap = west.subscribe(SERVICE).accept(SERVICE);

    assertThat(names(gap)).containsExactly(A);
    assertThat(gap.getRemovedResourcesList()).contains(C);
  }

  @Test
  void theSameInAScopeThatOthersKeepAlive() {
    hub.registry.put(cluster(EAST, "two"));
    hub.settle();
    RawClient other = hub.connect("east-1");
    other.subscribe(SERVICE).accept(SERVICE);
    leftAt(hub);
    changeAgainAndAgain();

    RawClient west = hub.resume("west-1", point(2));
    DeltaDiscoveryResponse gap = west.subscribe(SERVICE).accept(SERVICE);

    assertThat(names(gap)).containsExactly(A);
    assertThat(gap.getRemovedResourcesList()).contains(C);
  }

  // More changes than are remembered, of few records; one of them was there in between only.
  private void changeAgainAndAgain() {
    hub.registry.put(service(EAST, "c", 1));
    hub.settle();
    hub.registry.remove(serviceKey(EAST, "c"));
    for (int i = 0; i < 9_000; i++) {
      hub.registry.put(service(EAST, "a", 2 + i % 1000));
      // Else they are taken together, as one change.
      hub.settle();
    }
  }

  @Test
  void aTokenOfAnotherScopeAsksForVersions() {
    leftAt(hub);
    RawClient east = hub.connect("east-1");
    east.subscribe(SERVICE).accept(SERVICE);
    // West joins the scope that east has kept alive all the time.
    hub.registry.put(cluster(WEST, "one"));
    hub.settle();
    RawClient west = hub.resume("west-1", point(1));
    west.subscribe(SERVICE);
    assertThat(west.ending().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
  }

  @Test
  void c21c22c23VersionsBringTheDifferenceOnly() {
    RawClient before = leftAt(hub);
    hub.registry.put(service(EAST, "b", 2));
    Map<String, String> versions = new HashMap<>(before.held(SERVICE));
    versions.put("east-1/bookinfo/gone", "1");

    RawClient west = hub.connect("west-1");
    DeltaDiscoveryResponse difference = west.reconnect(SERVICE, versions).accept(SERVICE);
    assertThat(names(difference)).containsExactly(B);
    assertThat(difference.getRemovedResourcesList()).containsExactly("east-1/bookinfo/gone");
    west.expectNothing();
  }

  @Test
  void versionsTakeOverWhereTheTokenFails() {
    RawClient before = leftAt(hub);
    RawClient west = hub.resume("west-1", "00000000000000bb.1").holding(before);
    west.reconnect(SERVICE, before.held(SERVICE));
    assertThat(names(west.accept(SERVICE))).isEmpty();
    hub.registry.remove(serviceKey(EAST, "a"));
    assertThat(west.accept(SERVICE).getRemovedResourcesList()).containsExactly(A);
  }

  @Test
  void c24VersionsCountInTheFirstRequestOnly() {
    RawClient west = hub.connect("west-1");
    west.subscribe(SERVICE).accept(SERVICE);
    west.reconnect(SERVICE, Map.of(A, "other", "x", "y"));
    west.expectNothing();
  }

  @Test
  void c50VersionsOutliveTheStore() {
    RawClient before = leftAt(hub);
    try (TestHub rebuilt = TestHub.open()) {
      rebuilt.registry.put(mesh("shop", EAST, WEST), cluster(EAST, "one"), cluster(WEST, "two"));
      rebuilt.registry.put(service(EAST, "b", 1));
      rebuilt.registry.put(service(EAST, "a", 1));
      RawClient west = rebuilt.connect("west-1");
      assertThat(names(west.reconnect(SERVICE, before.held(SERVICE)).accept(SERVICE))).isEmpty();
    }
  }

  @Test
  void anotherEpochUnderALiveStreamChangesNothingByItself() {
    RawClient west = hub.connect("west-1");
    west.subscribe(SERVICE).accept(SERVICE);
    west.subscribe(CLUSTER).accept(CLUSTER);
    RegistrySnapshot same = hub.registry.snapshot();
    hub.registry.restart(same.at(new dev.portolan.registry.Revision("00000000000000bb", 1)));
    hub.settle();
    west.expectNothing();
  }
}
