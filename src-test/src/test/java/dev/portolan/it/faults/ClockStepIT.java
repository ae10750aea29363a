package dev.portolan.it.faults;

import static dev.portolan.it.faults.Patience.passes;
import static dev.portolan.it.faults.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.v1.Revision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wall clocks that are set forward and back by hours under real processes, where the destinations
 * of a cluster that is lost are taken out.
 */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockStepIT {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final List<Duration> STEPS = List.of(Duration.ofHours(5), Duration.ofHours(-7));
  private static final InputChange WEST = new InputChange("west-1", "reviews", false);
  private static final InputChange EAST = new InputChange("east-2", "reviews", false);

  private final Map<String, SteppedClock> clocks = new HashMap<>();
  private FileFederation federation;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    Map<String, Launch> launches = new HashMap<>();
    for (String machine : List.of(FileFederation.HUB, "west-1")) {
      SteppedClock clock = new SteppedClock(directory.resolve(machine + ".clock"));
      clocks.put(machine, clock);
      launches.put(machine, clock.launch());
    }
    federation =
        new FileFederation(
                directory, "{rule: withdraw, grace: %ds}".formatted(GRACE.toSeconds()), launches)
            .start();
  }

  @AfterAll
  void stop() {
    if (federation != null) {
      federation.close();
    }
  }

  @BeforeEach
  void converge() {
    federation.awaitConverged();
  }

  @AfterEach
  void setRight() throws Exception {
    for (SteppedClock clock : clocks.values()) {
      clock.set(Duration.ZERO);
    }
  }

  @Test
  void aHubWhoseClockIsSetLosesNobodyAndGoesOnInOrder() throws Exception {
    try (ObjectWatch watch = ObjectWatch.over(federation)) {
      for (Duration step : STEPS) {
        Revision before = federation.hub().clusters().getRevision();
        clock(FileFederation.HUB).set(step);
        within(Duration.ofSeconds(10), () -> hubIsAt(step));
        passes(FileHub.LEASE.plus(GRACE).plus(FileHub.HEARTBEAT));

        assertThatAllAreLive();
        assertThat(watch.violations()).isEmpty();
        assertThat(federation.hub().clusters().getRevision())
            .as("nothing has happened")
            .isEqualTo(before);
      }
      clock(FileFederation.HUB).set(STEPS.get(1));
      within(Duration.ofSeconds(10), () -> hubIsAt(STEPS.get(1)));
      assertThatChangesArriveInOrder(watch);
    }
  }

  @Test
  void aHubWhoseClockIsSetBackStillNoticesInTimeWhoIsGone() throws Exception {
    clock(FileFederation.HUB).set(STEPS.get(1));
    within(Duration.ofSeconds(10), () -> hubIsAt(STEPS.get(1)));
    FileSite west = federation.site("west-1");
    west.kill();

    within(FileHub.LEASE.plus(FileHub.HEARTBEAT), () -> federation.hub().lost("west-1"));
    west.start();
    within(Duration.ofSeconds(45), () -> federation.hub().live("west-1"));
  }

  @Test
  void anAgentWhoseClockIsSetIsHeardAndFollows() throws Exception {
    try (ObjectWatch watch = ObjectWatch.over(federation)) {
      for (Duration step : STEPS) {
        clock("west-1").set(step);
        passes(FileHub.LEASE.plus(GRACE).plus(FileHub.HEARTBEAT));

        assertThatAllAreLive();
        assertThat(watch.violations()).isEmpty();
      }
      clock("west-1").set(STEPS.get(1));
      passes(SteppedClock.SEEN.multipliedBy(2));
      assertThatChangesArriveInOrder(watch);
    }
  }

  @Test
  void aHubThatIsKilledAndStartedInThePastTakesNothingBack() throws Exception {
    try (ObjectWatch watch = ObjectWatch.over(federation)) {
      Revision before = federation.hub().clusters().getRevision();
      federation.hub().kill();
      clock(FileFederation.HUB).set(STEPS.get(1));
      federation.hub().start();
      federation.hub().awaitReady();
      within(Duration.ofSeconds(45), () -> federation.hub().converged());

      assertThat(hubIsAt(STEPS.get(1))).isTrue();
      passes(FileHub.LEASE.plus(GRACE).plus(FileHub.HEARTBEAT));
      assertThatAllAreLive();
      Revision after = federation.hub().clusters().getRevision();
      assertThat(after.getEpoch()).isEqualTo(before.getEpoch());
      assertThat(after.getSequence()).isGreaterThanOrEqualTo(before.getSequence());
      assertThat(watch.violations()).isEmpty();
      assertThatChangesArriveInOrder(watch);
    }
  }

  private SteppedClock clock(String machine) {
    return Objects.requireNonNull(clocks.get(machine), machine);
  }

  /** By when it says that it heard somebody last. */
  private boolean hubIsAt(Duration step) {
    Instant heard =
        Instant.ofEpochSecond(federation.hub().cluster("east-1").getLastHeardTime().getSeconds());
    Duration off = Duration.between(Instant.now().plus(step), heard).abs();
    return off.compareTo(FileHub.LEASE) < 0;
  }

  private void assertThatAllAreLive() {
    for (String cluster : FileFederation.CLUSTERS) {
      assertThat(federation.hub().live(cluster)).as(cluster).isTrue();
    }
  }

  private void assertThatChangesArriveInOrder(ObjectWatch watch) {
    watch.mayChange("reviews");
    Revision first = federation.hub().clusters().getRevision();
    federation.assertArrives(WEST, "east-1");
    Revision second = federation.hub().clusters().getRevision();
    federation.assertArrives(EAST, "west-1");
    Revision third = federation.hub().clusters().getRevision();

    assertThat(List.of(second.getEpoch(), third.getEpoch())).containsOnly(first.getEpoch());
    assertThat(second.getSequence()).isGreaterThan(first.getSequence());
    assertThat(third.getSequence()).isGreaterThan(second.getSequence());
    federation.awaitConverged();
    assertThat(watch.violations()).isEmpty();
  }
}
