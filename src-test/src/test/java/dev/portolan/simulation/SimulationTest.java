package dev.portolan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Some histories, whose seeds are the same every time; {@code ./simulate} lives through others. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SimulationTest {
  private static final long SEEDS = 150;
  private static final Duration ENOUGH = Duration.ofSeconds(50);

  // As many as a minute allows; on a fast machine all of them.
  @Test
  void whateverHappensAllComeTogetherAndNothingIsLost() {
    long start = System.nanoTime();
    for (long seed = 0; seed < SEEDS && System.nanoTime() - start < ENOUGH.toNanos(); seed++) {
      History.Outcome outcome = History.play(Script.of(seed));
      if (!outcome.sound()) {
        throw new AssertionError(Report.of(Shrink.smallest(outcome)));
      }
    }
  }

  @Test
  void withoutFaultsNothingIsWrittenThatNeedNotBe() {
    for (long seed = 0; seed < 10; seed++) {
      assertThat(History.play(new Script(seed, List.of())).violations()).isEmpty();
    }
  }

  @Test
  void oneSeedIsOneHistory() {
    History.Outcome once = History.play(Script.of(7));
    History.Outcome again = History.play(Script.of(7));
    assertThat(again.story()).isEqualTo(once.story());
    assertThat(again.events()).isEqualTo(once.events());
    assertThat(History.play(Script.of(8)).story()).isNotEqualTo(once.story());
  }
}
