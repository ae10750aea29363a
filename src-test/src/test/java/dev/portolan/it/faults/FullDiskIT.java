package dev.portolan.it.faults;

import static dev.portolan.it.faults.Patience.passes;
import static dev.portolan.it.faults.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.server.control.SampleRecords;
import dev.portolan.server.ingest.TestAgent;
import dev.portolan.v1.Finding;
import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on a real file system without room: what stops, and what goes on. */
@Timeout(240)
class FullDiskIT {
  private static final InputChange WEST = new InputChange("west-1", "reviews", false);
  private static final InputChange EAST = new InputChange("east-2", "reviews", false);
  private static final int MOST_CHANGES = 60;
  private static final String WRITER = "writer";

  // A hub that refuses for want of room asks to come back after 5 to 15 s.
  private static final Duration RECOVERY = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void aHubWithoutRoomRefusesWritesGoesOnReadingAndLosesNothingThatItAcknowledged()
      throws Exception {
    try (SmallDisk disk = SmallDisk.at(directory.resolve("hub/data"), 64);
        FileFederation federation =
            new FileFederation(directory, "{rule: keep}", Map.of(FileFederation.HUB, disk.launch()))
                .start();
        ObjectWatch watch = ObjectWatch.over(federation)) {
      FileHub hub = federation.hub();
      List<String> acknowledged = new ArrayList<>(writing(hub, 1, 20));
      assertThat(hub.reporting()).isEqualTo(ServingStatus.SERVING);

      long losses = downlinksLost(federation);
      disk.fill();
      TestAgent refused = open(hub, 2);
      refused.batch(1, TestAgent.item(service("refused")));
      assertThat(refused.failure().getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      watch.mayChange("reviews");
      SortedMap<String, String> before = federation.site("east-1").objects();
      WEST.apply(federation.site("west-1").input());
      within(Duration.ofSeconds(10), () -> hub.reporting() == ServingStatus.NOT_SERVING);
      passes(FileHub.LEASE.multipliedBy(2));

      assertThat(hub.reporting()).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(hub.services(WRITER)).containsExactlyInAnyOrderElementsOf(acknowledged);
      assertThat(federation.site("east-1").objects()).isEqualTo(before);
      assertThat(downlinksLost(federation)).isEqualTo(losses);

      disk.makeRoom();
      within(RECOVERY, () -> !federation.site("east-1").objects().equals(before));
      within(RECOVERY, () -> hub.reporting() == ServingStatus.SERVING);
      within(RECOVERY, hub::converged);
      acknowledged.addAll(writing(hub, 3, 20));

      // Nobody who could say again what was lost may speak.
      federation.sites().values().forEach(FileSite::pause);
      hub.kill();
      hub.start();
      hub.awaitReady();
      assertThat(hub.services(WRITER)).containsExactlyInAnyOrderElementsOf(acknowledged);
      federation.heal();
      within(RECOVERY, hub::converged);
      assertThat(watch.violations()).isEmpty();
    }
  }

  @Test
  void aHubThatIsStartedWithoutRoomSaysWhatToDoAndLosesNothing() throws Exception {
    try (SmallDisk disk = SmallDisk.at(directory.resolve("hub/data"), 64);
        FileHub hub = new FileHub(directory.resolve("hub"), "{rule: keep}", disk.launch())) {
      hub.start();
      hub.awaitReady();
      List<String> acknowledged = writing(hub, 1, 20);
      hub.kill();
      disk.fill();

      hub.start();
      within(Duration.ofSeconds(30), () -> !hub.running());
      assertThat(hub.log()).contains("nothing of it is lost: make room");

      hub.kill();
      disk.makeRoom();
      hub.start();
      hub.awaitReady();
      assertThat(hub.services(WRITER)).containsExactlyInAnyOrderElementsOf(acknowledged);
    }
  }

  private static long downlinksLost(FileFederation federation) throws Exception {
    long lost = 0;
    for (FileSite site : federation.sites().values()) {
      lost += site.downs("downlink");
    }
    return lost;
  }

  private static TestAgent open(FileHub hub, long incarnation) {
    TestAgent writer = new TestAgent();
    writer.open(ReportServiceGrpc.newStub(hub.channel()));
    writer.hello(WRITER, incarnation);
    // What it says of the stream is of no interest here.
    var unused = writer.welcome();
    return writer;
  }

  private static dev.portolan.registry.Service service(String name) {
    return SampleRecords.service(new OriginId(WRITER), name, 80);
  }

  /** Names of services that the hub has acknowledged, each in a batch of its own. */
  private static List<String> writing(FileHub hub, long incarnation, int count) {
    TestAgent writer = open(hub, incarnation);
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      String name = "service-%d-%d".formatted(incarnation, number);
      writer.batch(number, TestAgent.item(service(name)));
      assertThat(writer.acknowledged().getNumber()).isEqualTo(number);
      names.add(name);
    }
    writer.finish();
    writer.awaitCompletion();
    return names;
  }

  @Test
  void anAgentWithoutRoomForWhatItRemembersFollowsAllTheSameAndRemovesNothing() throws Exception {
    try (SmallDisk disk = SmallDisk.at(directory.resolve("west-1/state"), 4);
        FileFederation federation =
            new FileFederation(directory, "{rule: keep}", Map.of("west-1", disk.launch())).start();
        ObjectWatch watch = ObjectWatch.over(federation)) {
      FileSite west = federation.site("west-1");
      disk.fill();
      watch.mayChange("reviews");
      // What has begun has room to its end.
      for (int i = 0; i < MOST_CHANGES && !forgetful(federation.hub()); i++) {
        federation.assertArrives(EAST, "west-1");
      }
      within(Duration.ofSeconds(20), () -> forgetful(federation.hub()));
      SortedMap<String, String> due = west.objects();

      // Another process, which remembers what was before, while nobody can tell it more.
      west.link().refuse();
      west.kill();
      long known = west.downs("");
      west.start();
      within(Duration.ofSeconds(30), () -> west.downs("") >= known + 2);
      passes(FileHub.HEARTBEAT);
      assertThat(west.objects().keySet()).isEqualTo(due.keySet());
      west.link().heal();
      within(Duration.ofSeconds(45), () -> federation.hub().hears("west-1"));
      federation.awaitConverged();
      within(Duration.ofSeconds(10), () -> west.objects().equals(due));
      assertThat(forgetful(federation.hub())).isTrue();

      disk.makeRoom();
      west.kill();
      west.start();
      within(Duration.ofSeconds(45), () -> !forgetful(federation.hub()));
      federation.awaitConverged();
      assertThat(west.objects()).isEqualTo(due);
      assertThat(watch.violations()).isEmpty();
    }
  }

  /** The agent of west-1 says that it does not remember what it is sent. */
  private static boolean forgetful(FileHub hub) {
    return hub.cluster("west-1").getStatus().getFindingsList().stream()
        .map(Finding::getCode)
        .anyMatch(FindingCode.MEMORY_UNUSABLE.code()::equals);
  }
}
