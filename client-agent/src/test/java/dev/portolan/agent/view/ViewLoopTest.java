package dev.portolan.agent.view;

import static dev.portolan.agent.view.World.EAST;
import static dev.portolan.agent.view.World.FIRST_EPOCH;
import static dev.portolan.agent.view.World.SECOND_EPOCH;
import static dev.portolan.agent.view.World.SELF;
import static dev.portolan.agent.view.World.WEST;
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
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostMode;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Sorted;
import dev.portolan.translate.IstioTranslator;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ViewLoopTest {
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
  void writesNothingBeforeBothSidesAreComplete() throws Exception {
    sink.holding(stray("portolan-old", FIRST_EPOCH));
    apply.start();
    loop.offer(new LocalState(local.records(), local.namespaces(), List.of(), false));
    CompletableFuture<Void> done = loop.advance(world().at(FIRST_EPOCH, 3)).toCompletableFuture();
    loop.whenIdle().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(done).isNotDone();
    assertThat(sink.drainLog()).isEmpty();

    loop.offer(local);
    done.get(10, TimeUnit.SECONDS);
    await().until(() -> sink.refs().size() == 2);
    assertThat(sink.drainLog()).hasSize(3).anyMatch(line -> line.startsWith("delete"));
  }

  @Test
  void reportsTheRevisionThatIsInForce() throws Exception {
    apply.start();
    loop.offer(local);
    advance(world(), FIRST_EPOCH, 3);

    ViewStatus last = statuses.get(statuses.size() - 1);
    assertThat(last.applied()).isEqualTo(new Revision(FIRST_EPOCH, 3));
    assertThat(last.hosts()).isEqualTo(1);
    assertThat(sink.refs()).hasSize(2);
  }

  @Test
  void aChangeWritesOnlyWhatItTouches() throws Exception {
    apply.start();
    loop.offer(local);
    advance(world().service(EAST, "other", "10.0.1.5"), FIRST_EPOCH, 3);
    sink.drainLog();

    advance(world().service(EAST, "other", "10.0.1.6"), FIRST_EPOCH, 4);
    assertThat(sink.drainLog())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("ServiceEntry").contains("other"));
  }

  @Test
  void pointsThatComeWhileALoopIsBusyArePlannedAsOne() throws Exception {
    List<Revision> planned = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> busy = new CompletableFuture<>();
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    ObjectGate.Translation slow =
        (plan, revision) -> {
          planned.add(revision);
          busy.complete(null);
          goOn.join();
          return IstioTranslator.translate(plan, revision);
        };
    apply.start();
    try (ViewLoop behind = new ViewLoop(SELF, apply, statuses::add, ViewLoop.thread(), slow)) {
      behind.offer(local);
      List<CompletableFuture<Void>> points = new ArrayList<>();
      points.add(behind.advance(world().at(FIRST_EPOCH, 3)).toCompletableFuture());
      busy.get(10, TimeUnit.SECONDS);
      for (int sequence = 4; sequence <= 50; sequence++) {
        World next = world().service(EAST, "cart", "10.0.1." + sequence);
        points.add(behind.advance(next.at(FIRST_EPOCH, sequence)).toCompletableFuture());
      }
      goOn.complete(null);
      CompletableFuture.allOf(points.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    }
    assertThat(planned)
        .containsExactly(new Revision(FIRST_EPOCH, 3), new Revision(FIRST_EPOCH, 50));
    assertThat(statuses.get(statuses.size() - 1).applied())
        .isEqualTo(new Revision(FIRST_EPOCH, 50));
  }

  @Test
  void aLostClusterChangesNoObjectWhereEverythingIsKeptButIsSaid() throws Exception {
    apply.start();
    loop.offer(local);
    advance(world().service(EAST, "other", "10.0.1.5"), FIRST_EPOCH, 3);
    sink.drainLog();

    advance(
        world().service(EAST, "other", "10.0.1.5").lost(EAST, Duration.ofDays(1)), FIRST_EPOCH, 4);

    assertThat(sink.drainLog()).isEmpty();
    assertThat(statuses.get(statuses.size() - 1).findings())
        .extracting(Finding::code)
        .contains(FindingCode.CLUSTER_LOST);
  }

  @Test
  void aLostClusterIsTakenOutOfItsHostsByTheRuleAndPutBackWhenItIsNotLostAnyMore()
      throws Exception {
    PartitionRules rules =
        new PartitionRules(new PartitionRule(PartitionRule.Action.WITHDRAW, Duration.ofMinutes(2)));
    apply.start();
    loop.offer(local);
    advance(ruled(rules), FIRST_EPOCH, 3);
    sink.drainLog();

    advance(ruled(rules).lost(EAST, Duration.ZERO), FIRST_EPOCH, 4);
    assertThat(sink.drainLog()).as("within the grace").isEmpty();
    advance(ruled(rules).lost(EAST, Duration.ofMinutes(2)), FIRST_EPOCH, 5);
    assertThat(sink.drainLog())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("ServiceEntry").contains("other"));
    assertThat(statuses.get(statuses.size() - 1).findings())
        .extracting(Finding::code)
        .contains(FindingCode.DESTINATIONS_WITHDRAWN, FindingCode.LAST_DESTINATION_WITHDRAWN);

    advance(ruled(rules), FIRST_EPOCH, 6);
    assertThat(sink.drainLog()).hasSize(1);
  }

  private static World ruled(PartitionRules rules) {
    return new World().mesh(rules, SELF, EAST).reported(EAST).service(EAST, "other", "10.0.1.5");
  }

  @Test
  void aServiceOfTheClustersOwnTakesTheReplicaAway() throws Exception {
    HostRules replicas =
        new HostRules(
            HostMode.REPLICA,
            HostRules.DEFAULT.exceptions(),
            1000,
            HostRules.DEFAULT.overflow(),
            HostRules.DEFAULT.missingNamespace());
    LocalState bare = new World().cluster(SELF).local();
    apply.start();
    loop.offer(bare);
    advance(
        new World().mesh(replicas, SELF, EAST).reported(EAST).service(EAST, "cart", "10.0.1.5"),
        FIRST_EPOCH,
        3);
    assertThat(sink.refs()).hasSize(3).contains(new ObjectRef("shop", "Service", "cart"));

    Surroundings around = bare.surroundings();
    NativeService own =
        new NativeService(
            NativeService.Kind.VIRTUAL_IP, Sorted.map(Map.of(80, "http")), false, Optional.empty());
    loop.offer(
        new LocalState(
            bare.records(),
            new Surroundings(
                around.namespaces(),
                around.ambient(),
                around.services().with(new HostKey("shop", "cart"), Optional.of(own))),
            List.of(),
            true));
    await().until(() -> sink.refs().isEmpty());
  }

  @Test
  void anotherEpochWithTheSameContentWritesNothing() throws Exception {
    apply.start();
    loop.offer(local);
    advance(world(), FIRST_EPOCH, 3);
    sink.drainLog();

    advance(world(), SECOND_EPOCH, 1);
    assertThat(sink.drainLog()).isEmpty();
  }

  @Test
  void keepsObjectsOfAnEarlierProcessWhileTheirOriginIsSilent() throws Exception {
    sink.holding(stray("portolan-old", FIRST_EPOCH, WEST));
    apply.start();
    loop.offer(local);
    advance(new World().mesh(SELF, EAST, WEST).reported(EAST), SECOND_EPOCH, 1);
    assertThat(sink.drainLog()).noneMatch(line -> line.startsWith("delete"));
    await().until(() -> lastFindings().contains(FindingCode.OBJECT_KEPT));
    assertThat(lastFindings()).contains(FindingCode.ORIGIN_NOT_REPORTED);

    advance(new World().mesh(SELF, EAST, WEST).reported(EAST).reported(WEST), SECOND_EPOCH, 2);
    assertThat(sink.drainLog()).singleElement().asString().startsWith("delete");
    await().until(() -> !lastFindings().contains(FindingCode.OBJECT_KEPT));
    assertThat(lastFindings()).doesNotContain(FindingCode.ORIGIN_NOT_REPORTED);
  }

  @Test
  void keepsObjectsOfAnEarlierProcessWhileANewEpochKnowsNoMesh() throws Exception {
    sink.holding(stray("portolan-old", FIRST_EPOCH, WEST));
    apply.start();
    loop.offer(local);
    advance(new World(), SECOND_EPOCH, 1);

    assertThat(sink.drainLog()).isEmpty();
    await().until(() -> lastFindings().contains(FindingCode.OBJECT_KEPT));
  }

  @Test
  void waitsUntilTheSinkCanBeRead() throws Exception {
    sink.makeUnreadable();
    apply.start();
    loop.offer(local);
    CompletableFuture<Void> done = loop.advance(world().at(FIRST_EPOCH, 3)).toCompletableFuture();
    await().until(() -> lastFindings().contains(FindingCode.WRITE_FAILED));
    assertThat(done).isNotDone();

    sink.heal();
    done.get(10, TimeUnit.SECONDS);
    assertThat(sink.refs()).hasSize(2);
  }

  @Test
  void localChangesAreWrittenWhileTheHubIsAway() throws Exception {
    apply.start();
    loop.offer(local);
    advance(world(), FIRST_EPOCH, 3);
    sink.drainLog();

    loop.offer(new World().cluster(SELF).service(SELF, "cart", "10.0.0.2").local());
    await().until(() -> !sink.drainLog().isEmpty());
  }

  @Test
  void whatIsRememberedIsWrittenAndFollowsLocalChangesWhileTheHubIsAway() throws Exception {
    apply.start();
    loop.remember(world().at(FIRST_EPOCH, 3));
    loop.offer(local);
    idle();
    assertThat(sink.refs()).hasSize(2);
    assertThat(lastFindings()).contains(FindingCode.VIEW_REMEMBERED);
    sink.drainLog();

    loop.offer(new World().cluster(SELF).service(SELF, "cart", "10.0.0.2").local());
    idle();
    assertThat(sink.drainLog()).hasSize(1);
  }

  @Test
  void nothingIsRemovedBecauseOfWhatIsOnlyRemembered() throws Exception {
    sink.holding(stray("portolan-newer", FIRST_EPOCH, EAST));
    apply.start();
    loop.remember(world().at(FIRST_EPOCH, 3));
    loop.offer(new World().cluster(SELF).service(SELF, "only-here", "10.0.0.9").local());
    idle();
    loop.offer(new World().cluster(SELF).local());
    idle();
    assertThat(sink.drainLog()).noneMatch(line -> line.startsWith("delete"));
    await().until(() -> lastFindings().contains(FindingCode.OBJECT_KEPT));

    advance(world(), FIRST_EPOCH, 3);
    assertThat(sink.drainLog()).filteredOn(line -> line.startsWith("delete")).hasSize(3);
    await().until(() -> !lastFindings().contains(FindingCode.OBJECT_KEPT));
    assertThat(lastFindings()).doesNotContain(FindingCode.VIEW_REMEMBERED);
  }

  @Test
  void aNewEpochKeepsWhatAnEarlierProcessRemembered() throws Exception {
    apply.start();
    loop.remember(world().at(FIRST_EPOCH, 3));
    loop.offer(local);
    idle();
    sink.drainLog();

    advance(new World().mesh(SELF, EAST), SECOND_EPOCH, 1);
    assertThat(sink.drainLog()).as("EAST has not reported in this epoch").isEmpty();
    assertThat(lastFindings()).contains(FindingCode.ORIGIN_NOT_REPORTED);
  }

  @Test
  void keepsWhatASilentOriginShapedWithoutHavingAnEndpointInIt() throws Exception {
    apply.start();
    loop.offer(local);
    World idle = world().reported(WEST).service(WEST, "cart");
    advance(idle.mesh(SELF, EAST, WEST), FIRST_EPOCH, 3);
    sink.drainLog();
    assertThat(sink.refs())
        .isNotEmpty()
        .allSatisfy(ref -> assertThat(sink.standing(ref).origins()).contains(WEST));

    ApplyLoop nextApply =
        new ApplyLoop(
            sink,
            ApplyLimits.unpaced(Duration.ofHours(1), 30, 20),
            Clock.systemUTC(),
            ApplyLoop.thread(),
            written::add);
    try (ApplyLoop applying = nextApply;
        ViewLoop forgetful = new ViewLoop(SELF, applying, statuses::add, ViewLoop.thread())) {
      applying.start();
      forgetful.offer(local);
      World other = new World().mesh(SELF, EAST, WEST).reported(EAST);
      forgetful
          .advance(other.service(EAST, "cart", "10.0.1.2").at(SECOND_EPOCH, 1))
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
      assertThat(sink.drainLog()).isEmpty();
      assertThat(lastFindings()).contains(FindingCode.ORIGIN_NOT_REPORTED);
    }
  }

  private void idle() throws Exception {
    loop.whenIdle().toCompletableFuture().get(10, TimeUnit.SECONDS);
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

  private static ObservedObject stray(String name, String epoch, OriginId... origins) {
    return new ObservedObject(
        new ObjectRef("shop", "ServiceEntry", name),
        Custody.OURS,
        "hash",
        epoch,
        Set.of(origins),
        Set.of(),
        Handle.NONE);
  }
}
