package dev.portolan.it.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.OriginShard;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Status;
import dev.portolan.world.Judge;
import dev.portolan.world.Origin;
import dev.portolan.world.Plans;
import dev.portolan.world.Worlds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A hub, its members, and what they agree on once nothing happens. Confined to one thread. */
final class Federation implements AutoCloseable {
  // Far above what is needed: a link that was lost often may wait for 30 s, and be lost once more.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String name = "chain-" + System.nanoTime();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Judge judge;
  private final List<Member> members = new ArrayList<>();
  private final Random random;
  private Disk disk;
  private @Nullable RunningHub hub;

  Federation(List<Origin> origins, Path states, Random random) {
    this.judge = new Judge(origins);
    this.random = random;
    this.disk = Disk.blank(random);
    for (Origin origin : origins) {
      ClusterObjects objects = new ClusterObjects(origin.id(), judge);
      objects.unknowing();
      members.add(new Member(origin, objects, name, states, executor));
    }
  }

  List<Member> members() {
    return members;
  }

  Disk disk() {
    return disk;
  }

  void startHub(Disk with, boolean meshLate) throws Exception {
    disk = with;
    hub = RunningHub.start(name, with, judge.mesh(), meshLate);
  }

  void startBlankHub(boolean meshLate) throws Exception {
    startHub(Disk.blank(random), meshLate);
  }

  void stopHub() throws Exception {
    if (hub != null) {
      hub.close();
      hub = null;
    }
  }

  List<String> violations() {
    return judge.violations();
  }

  /** Those that are running have everything in force that the hub knows. */
  void awaitInForce() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(unsettled())
                    .as("members that are not up to date; violations: %s", judge.violations())
                    .isEmpty());
  }

  /** Everybody knows everything, and what stands is what is planned from it. */
  void awaitQuiet() {
    awaitInForce();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> {
              for (Member member : members) {
                assertThat(member.objects().texts())
                    .as("objects of %s; violations: %s", member.id(), judge.violations())
                    .isEqualTo(planned(member));
              }
            });
    members.forEach(
        member -> {
          member.origin().settle();
          member.objects().settle();
        });
  }

  private List<String> unsettled() {
    RunningHub running = hub;
    if (running == null) {
      return List.of("no hub");
    }
    RegistrySnapshot known = running.snapshot();
    var summaries = running.clusters();
    List<String> unsettled = new ArrayList<>();
    for (Member member : members) {
      if (!member.running()) {
        continue;
      }
      var progress = known.progress(member.id());
      Status status =
          summaries.getOrDefault(member.id(), ClusterSummary.getDefaultInstance()).getStatus();
      var applied = status.getApplied();
      if (!progress.complete()
          || progress.incarnation() < member.startedMillis()
          || !content(known.origin(member.id()))
              .equals(content(member.origin().snapshot().origin(member.id())))) {
        unsettled.add(
            "%s has not reported all: %s; open: %s"
                .formatted(member.id(), progress, member.wire().open()));
      } else if (!applied.getEpoch().equals(known.revision().epoch())
          || applied.getSequence() != known.revision().sequence()) {
        unsettled.add(
            "%s has %s.%d in force, the hub is at %s; %d objects wait; open: %s; %s"
                .formatted(
                    member.id(),
                    applied.getEpoch(),
                    applied.getSequence(),
                    known.revision(),
                    status.getObjectsWaiting(),
                    member.wire().open(),
                    status.getFindingsList()));
      }
    }
    return unsettled;
  }

  private static Set<Resource> content(OriginShard shard) {
    return Stream.of(shard.cluster().stream().toList(), shard.services(), shard.slices())
        .flatMap(Collection::stream)
        .map(Recorded::resource)
        .collect(Collectors.toSet());
  }

  private SortedMap<String, String> planned(Member member) {
    SortedMap<String, String> all = new TreeMap<>();
    Worlds.hosts()
        .forEach(
            host ->
                judge
                    .planned(member.id(), host, Set.of())
                    .forEach(
                        (kind, text) ->
                            all.put(kind + "/" + Plans.nameOf(kind, host, judge.mesh()), text)));
    return all;
  }

  @Override
  public void close() throws Exception {
    members.forEach(Member::close);
    stopHub();
    executor.shutdownNow();
  }
}
