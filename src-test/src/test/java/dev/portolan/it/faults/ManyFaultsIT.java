package dev.portolan.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub and three agents as processes behind links that fail, killed and stopped meanwhile, while
 * the clusters change. {@code -Dfaults.seconds=<n>} plays for that long ({@value #USUAL} when it is
 * not said), {@code -Dfaults.seed=<n>} the same history again.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ManyFaultsIT {
  private static final int USUAL = 20;
  private static final Duration PLAYED =
      Duration.ofSeconds(Integer.getInteger("faults.seconds", USUAL));
  // A half-open connection is given up after 30 s at the latest, and a link waits for up to 30 s
  // between two attempts.
  private static final Duration BOUND = Duration.ofSeconds(75);

  @TempDir private Path directory;

  @Test
  void nothingGoesThatNobodyWithdrewAndInTheEndAllIsAsIfNothingHadHappened() throws Exception {
    FaultSchedule schedule =
        FaultSchedule.of(Long.getLong("faults.seed", System.nanoTime()), PLAYED);
    SortedMap<String, SortedMap<String, String>> due = undisturbed(schedule);
    try (FileFederation federation =
        new FileFederation(directory.resolve("disturbed"), "{rule: keep}").start()) {
      try (ObjectWatch watch = ObjectWatch.over(federation)) {
        schedule.play(federation, watch);
        federation.heal();
        long healed = System.nanoTime();
        await(schedule.toString())
            .atMost(BOUND)
            .pollInterval(Duration.ofMillis(200))
            .untilAsserted(() -> assertThat(federation.objects()).isEqualTo(due));
        assertThat(watch.violations()).as(schedule.toString()).isEmpty();
        assertThat(watch.events()).isPositive();
        System.out.printf(
            "ManyFaultsIT: %d steps in %d s, %d writes seen, all as it should be after %d ms, seed"
                + " %d%n",
            schedule.steps().size(),
            PLAYED.toSeconds(),
            watch.events(),
            Duration.ofNanos(System.nanoTime() - healed).toMillis(),
            schedule.seed());
      }
    }
  }

  /** What stands where the same changes have happened and nothing else. */
  private SortedMap<String, SortedMap<String, String>> undisturbed(FaultSchedule schedule)
      throws Exception {
    try (FileFederation calm = new FileFederation(directory.resolve("calm"), "{rule: keep}")) {
      schedule.changes().forEach(change -> change.apply(calm.site(change.cluster()).input()));
      return calm.start().objects();
    }
  }
}
