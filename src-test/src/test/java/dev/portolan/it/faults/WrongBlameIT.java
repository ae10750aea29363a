package dev.portolan.it.faults;

import static dev.portolan.it.faults.Patience.passes;
import static dev.portolan.it.faults.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.v1.LivenessState;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the destinations of a cluster that is lost are taken out: what must not be mistaken for its
 * loss, between real processes.
 */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongBlameIT {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final InputChange WEST = new InputChange("west-1", "reviews", false);

  private FileFederation federation;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    federation =
        new FileFederation(directory, "{rule: withdraw, grace: %ds}".formatted(GRACE.toSeconds()))
            .start();
  }

  @AfterAll
  void stop() {
    federation.close();
  }

  @BeforeEach
  void heal() {
    federation.heal();
    within(
        Duration.ofMinutes(1),
        () -> FileFederation.CLUSTERS.stream().allMatch(federation.hub()::live));
    federation.awaitConverged();
  }

  @Test
  void aHubThatHearsNobodyTakesNobodyOut() throws Exception {
    try (ObjectWatch watch = ObjectWatch.over(federation)) {
      federation.sites().values().forEach(site -> site.link().stall(true, false));
      passes(FileHub.LEASE.multipliedBy(2).plus(GRACE));
      for (String cluster : FileFederation.CLUSTERS) {
        assertThat(federation.hub().liveness(cluster))
            .isEqualTo(LivenessState.LIVENESS_STATE_STALE);
      }

      // One after the other: whoever comes first must not find the others gone.
      for (FileSite site : federation.sites().values()) {
        site.link().heal();
        passes(FileHub.HEARTBEAT.dividedBy(2));
      }
      passes(FileHub.LEASE.plus(GRACE));
      federation.awaitConverged();
      assertThat(watch.violations()).isEmpty();
    }
  }

  @Test
  void aHubThatStoodStillForLongerThanALeaseTakesNobodyOut() throws Exception {
    try (ObjectWatch watch = ObjectWatch.over(federation)) {
      federation.hub().pause();
      passes(FileHub.LEASE.plus(GRACE).plus(FileHub.HEARTBEAT));
      federation.hub().goOn();

      passes(FileHub.LEASE.plus(GRACE));
      federation.awaitConverged();
      assertThat(watch.violations()).isEmpty();
    }
  }

  @Test
  void aSlowLinkLosesNobodyAndBringsWhatChanges() throws Exception {
    try (ObjectWatch watch = ObjectWatch.over(federation)) {
      federation.site("west-1").link().slow(Duration.ofMillis(150), 20_000);
      watch.mayChange("reviews");

      federation.assertArrives(WEST, "east-1");
      passes(FileHub.LEASE.plus(GRACE));
      assertThat(federation.hub().live("west-1")).isTrue();
      assertThat(watch.violations()).isEmpty();
    }
  }
}
