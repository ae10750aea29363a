package dev.portolan.it.faults;

import static dev.portolan.it.faults.Patience.passes;
import static dev.portolan.it.faults.Patience.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One fault of one link at a time, between real processes, and how soon it is noticed. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkFaultsIT {
  private static final InputChange WEST = new InputChange("west-1", "reviews", false);
  private static final InputChange EAST = new InputChange("east-2", "reviews", false);

  private FileFederation federation;
  private FileSite west;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    federation = new FileFederation(directory, "{rule: keep}").start();
    west = federation.site("west-1");
  }

  @AfterAll
  void stop() {
    federation.close();
  }

  @BeforeEach
  void heal() {
    federation.heal();
    federation.awaitConverged();
  }

  @Test
  void aHalfOpenConnectionIsNoticedByBothSidesAndReplacedAndNothingIsTouched() throws Exception {
    try (ObjectWatch watch = ObjectWatch.over(federation)) {
      long known = silences();
      west.link().forgetConnections();

      within(FileHub.LEASE.plus(FileHub.HEARTBEAT), () -> federation.hub().lost("west-1"));
      within(FileHub.HEARTBEAT.multipliedBy(3), () -> silences() > known);
      assertThat(federation.hub().hears("west-1")).isFalse();
      // Nothing is healed: pings end the connection within 30 s, and the next one works.
      within(Duration.ofSeconds(45), () -> federation.hub().hears("west-1"));
      assertThat(watch.violations()).isEmpty();

      watch.mayChange("reviews");
      federation.assertArrives(WEST, "east-1");
      federation.assertArrives(EAST, "west-1");
    }
  }

  private long silences() throws Exception {
    return west.log()
        .lines()
        .filter(line -> line.contains("the hub was not heard for three heartbeats"))
        .count();
  }

  @Test
  void whoIsNotHeardIsLostThoughItHearsAndNothingIsTouched() throws Exception {
    try (ObjectWatch watch = ObjectWatch.over(federation)) {
      west.link().stall(true, false);

      within(FileHub.LEASE.plus(FileHub.HEARTBEAT), () -> federation.hub().lost("west-1"));
      assertThat(federation.hub().live("east-1")).isTrue();
      assertThatItComesBack(watch);
    }
  }

  @Test
  void whoHearsNothingIsStillHeardAndNothingIsTouched() throws Exception {
    try (ObjectWatch watch = ObjectWatch.over(federation)) {
      long known = silences();
      west.link().stall(false, true);

      within(FileHub.HEARTBEAT.multipliedBy(6), () -> silences() > known);
      passes(FileHub.LEASE);
      assertThat(federation.hub().lost("west-1")).isFalse();
      assertThatItComesBack(watch);
    }
  }

  private void assertThatItComesBack(ObjectWatch watch) throws Exception {
    assertThat(watch.violations()).isEmpty();
    watch.mayChange("reviews");
    WEST.apply(west.input());
    EAST.apply(federation.site("east-2").input());

    west.link().heal();
    within(Duration.ofSeconds(45), () -> federation.hub().hears("west-1"));
    federation.awaitConverged();
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aFirstSyncThatIsTornAnywhereIsTakenUpAgainAndRemovesNothing() throws Exception {
    try (ObjectWatch watch = ObjectWatch.over(federation)) {
      SortedMap<String, String> before = west.objects();
      for (int bytes : List.of(150, 1_000, 6_000)) {
        west.kill();
        west.forget();
        west.link().tearAfter(bytes);
        west.start();
        within(
            Duration.ofSeconds(45), () -> west.link().torn() && federation.hub().hears("west-1"));
        federation.awaitConverged();
      }
      assertThat(west.objects()).isEqualTo(before);
      assertThat(watch.violations()).isEmpty();
    }
  }

  @Test
  void aHubThatRefusesIsWaitedForByAnAgentThatIsRestartedMeanwhile() throws Exception {
    try (ObjectWatch watch = ObjectWatch.over(federation)) {
      west.link().refuse();
      west.kill();
      long known = west.downs("");
      west.start();
      within(Duration.ofSeconds(30), () -> west.downs("") == known + 2);
      watch.mayChange("reviews");
      EAST.apply(federation.site("east-2").input());

      west.link().heal();
      within(Duration.ofSeconds(45), () -> federation.hub().hears("west-1"));
      federation.awaitConverged();
      assertThat(watch.violations()).isEmpty();
    }
  }
}
