package dev.portolan.agent.view;

import static dev.portolan.agent.view.World.EAST;
import static dev.portolan.agent.view.World.FIRST_EPOCH;
import static dev.portolan.agent.view.World.SECOND_EPOCH;
import static dev.portolan.agent.view.World.SELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.apply.ApplyLimits;
import dev.portolan.agent.apply.ApplyLoop;
import dev.portolan.agent.apply.ApplyStatus;
import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.FakeObjectSink;
import dev.portolan.agent.apply.sink.Handle;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.discovery.LocalState;
import dev.portolan.federation.NativeService;
import dev.portolan.federation.NativeWorkloads;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.AccessCaller;
import dev.portolan.registry.AccessGrant;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.VirtualMesh;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may call a host, from what is known to what stands; what is not said changes nothing. */
@Timeout(60)
class AccessViewTest {
  private static final AccessGrant OWN_CALLERS =
      AccessGrant.of(
          List.of(new AccessCaller(Optional.empty(), Optional.of("shop"), Optional.empty())));

  private final FakeObjectSink sink = new FakeObjectSink();
  private final List<ViewStatus> statuses = new CopyOnWriteArrayList<>();
  private final List<ApplyStatus> written = new CopyOnWriteArrayList<>();
  private final ApplyLoop apply =
      new ApplyLoop(
          sink,
          ApplyLimits.unpaced(Duration.ofHours(1), 30, 20),
          Clock.systemUTC(),
          ApplyLoop.thread(),
          written::add);
  private final ViewLoop loop = new ViewLoop(SELF, apply, statuses::add, ViewLoop.thread());
  private final LocalState local =
      new World().cluster(SELF).service(SELF, "cart", "10.0.0.1").local();

  @AfterEach
  void close() {
    apply.close();
    loop.close();
  }

  @Test
  void aLostStoreNeitherOpensNorClosesAHostUntilItsPolicyIsToldAgain() throws Exception {
    apply.start();
    loop.offer(guarded());
    advance(world().access(OWN_CALLERS), FIRST_EPOCH, 3);
    assertThat(access()).hasSize(1);
    sink.drainLog();

    // Without its virtual mesh, what was known is believed; that is not what the new epoch says.
    advance(new World(), SECOND_EPOCH, 1);
    advance(world(), SECOND_EPOCH, 2);
    advance(world().mesh(VirtualMesh.AccessDefault.DENY, SELF, EAST), SECOND_EPOCH, 3);
    assertThat(sink.drainLog()).isEmpty();
    await().until(() -> lastFindings().contains(FindingCode.ACCESS_KEPT));

    advance(world().access(OWN_CALLERS), SECOND_EPOCH, 4);
    assertThat(sink.drainLog()).singleElement().asString().startsWith("update Authorization");
    advance(world(), SECOND_EPOCH, 5);
    await().until(() -> access().isEmpty());
    assertThat(lastFindings()).doesNotContain(FindingCode.ACCESS_KEPT);
  }

  @Test
  void whatAnotherEpochKnowsAsWellIsNotedAsItsOwn() throws Exception {
    apply.start();
    loop.offer(guarded());
    advance(world().access(OWN_CALLERS), FIRST_EPOCH, 3);
    sink.drainLog();

    advance(world().access(OWN_CALLERS), SECOND_EPOCH, 1);
    assertThat(sink.drainLog()).singleElement().asString().startsWith("update Authorization");
    advance(world().access(OWN_CALLERS), SECOND_EPOCH, 2);
    assertThat(sink.drainLog()).isEmpty();
    advance(world(), SECOND_EPOCH, 3);

    await().until(() -> access().isEmpty());
  }

  @Test
  void whatAnEarlierProcessGuardedInAnotherEpochStays() throws Exception {
    sink.holding(
        new ObservedObject(
            new ObjectRef("shop", ObjectRef.ACCESS, "portolan-old"),
            Custody.OURS,
            "hash",
            FIRST_EPOCH,
            Set.of(),
            Set.of(),
            Handle.NONE));
    apply.start();
    loop.offer(guarded());
    advance(world(), SECOND_EPOCH, 1);
    await().until(() -> lastFindings().contains(FindingCode.ACCESS_KEPT));
    assertThat(access()).hasSize(1);

    advance(world(), FIRST_EPOCH, 4);
    await().until(() -> access().isEmpty());
  }

  @Test
  void aServiceThatSharesAHostsPodsIsToldWithoutThatHostChanging() throws Exception {
    apply.start();
    loop.offer(guarded());
    advance(world().access(), FIRST_EPOCH, 3);
    assertThat(lastFindings()).doesNotContain(FindingCode.ACCESS_SHARED);

    Surroundings around = guarded().surroundings();
    loop.offer(
        new LocalState(
            local.records(),
            new Surroundings(
                around.namespaces(),
                around.ambient(),
                around.services().with(new HostKey("shop", "admin"), Optional.of(selecting()))),
            List.of(),
            true));

    await().until(() -> lastFindings().contains(FindingCode.ACCESS_SHARED));
  }

  private List<ObjectRef> access() {
    return sink.refs().stream().filter(ref -> ref.kind().equals(ObjectRef.ACCESS)).toList();
  }

  private LocalState guarded() {
    Surroundings around = local.surroundings();
    return new LocalState(
        local.records(),
        new Surroundings(
            around.namespaces(),
            around.ambient(),
            around.services().with(new HostKey("shop", "cart"), Optional.of(selecting()))),
        List.of(),
        true);
  }

  private static NativeService selecting() {
    return new NativeService(
        NativeService.Kind.VIRTUAL_IP,
        Sorted.map(Map.of(80, "http")),
        false,
        Optional.empty(),
        new NativeWorkloads(
            Sorted.map(Map.of("app", "cart")), Sorted.map(Map.of(80, 8080)), false));
  }

  private static World world() {
    return new World().mesh(SELF, EAST).reported(EAST).service(EAST, "cart", "10.0.1.1");
  }

  private void advance(World world, String epoch, long sequence) throws Exception {
    loop.advance(world.at(epoch, sequence)).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private List<FindingCode> lastFindings() {
    List<Finding> last = new ArrayList<>();
    if (!statuses.isEmpty()) {
      last.addAll(statuses.get(statuses.size() - 1).findings());
    }
    if (!written.isEmpty()) {
      last.addAll(written.get(written.size() - 1).findings());
    }
    return last.stream().map(Finding::code).toList();
  }
}
