package dev.portolan.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Liveness;
import dev.portolan.registry.Liveness.State;
import dev.portolan.registry.OriginId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With the default times: heartbeats of 10 s, a lease of 30 s. */
class FleetTest {
  private static final OriginId EAST = new OriginId("east-1");
  private static final OriginId WEST = new OriginId("west-1");

  private final FleetRig rig = new FleetRig(EAST, WEST);

  @Test
  void aClusterThatFallsSilentIsStaleWithinFifteenSecondsAndLostAtTheEndOfItsLease() {
    rig.beats(EAST, WEST);
    rig.pass(Duration.ofSeconds(60));
    rig.silence(EAST);

    Duration stale = rig.until(EAST, Optional.of(State.STALE));
    Duration lost = rig.until(EAST, Optional.of(State.LOST));

    assertThat(stale).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(15));
    assertThat(stale.plus(lost)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(31));
    assertThat(rig.doubt(WEST)).isEmpty();
  }

  @Test
  void aClusterThatIsHeardAgainIsLiveAtOnce() {
    rig.beats(EAST, WEST);
    rig.pass(Duration.ofSeconds(60));
    rig.silence(EAST);
    rig.until(EAST, Optional.of(State.LOST));

    rig.beats(EAST);

    assertThat(rig.until(EAST, Optional.empty())).isLessThan(Duration.ofSeconds(11));
  }

  @Test
  void aPauseOfTheHubBlamesNobody() {
    rig.beats(EAST, WEST);
    rig.pass(Duration.ofSeconds(60));
    rig.silence(EAST, WEST);
    rig.pass(Duration.ofSeconds(9));

    rig.pause(Duration.ofHours(1));
    rig.pass(Duration.ofSeconds(29));

    assertThat(rig.doubt(EAST)).isEmpty();
    assertThat(rig.doubt(WEST)).isEmpty();
  }

  @Test
  void shortPausesOfTheHubAreNotCountedAsSilence() {
    rig.beats(EAST, WEST);
    rig.pass(Duration.ofSeconds(60));
    rig.silence(EAST);
    Duration awake = Duration.ZERO;
    while (rig.doubt(EAST).isEmpty()) {
      rig.pause(Duration.ofSeconds(4));
      awake = awake.plus(rig.times().tick().multipliedBy(2));
    }

    assertThat(awake).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    assertThat(rig.doubt(EAST)).contains(State.STALE);
  }

  @Test
  void aHubThatHearsNobodyLosesNobody() {
    rig.beats(EAST, WEST);
    rig.pass(Duration.ofSeconds(60));
    rig.silence(EAST, WEST);
    rig.pass(Duration.ofHours(2));
    assertThat(rig.doubt(EAST)).contains(State.STALE);
    assertThat(rig.doubt(WEST)).contains(State.STALE);

    // The way is open again; one is back before the other.
    rig.beats(EAST);
    rig.pass(Duration.ofSeconds(29));

    assertThat(rig.doubt(EAST)).isEmpty();
    assertThat(rig.doubt(WEST)).contains(State.STALE);
    rig.pass(Duration.ofSeconds(12));
    assertThat(rig.doubt(WEST)).contains(State.LOST);
  }

  @Test
  void theTimeSinceALossDoesNotGrowWhileNobodyElseIsHeard() {
    rig.beats(EAST, WEST);
    rig.pass(Duration.ofSeconds(60));
    rig.silence(EAST);
    rig.until(EAST, Optional.of(State.LOST));
    rig.pass(Duration.ofSeconds(60));
    Duration lost = rig.lease(EAST).lost();

    rig.silence(WEST);
    rig.pass(Duration.ofHours(1));

    assertThat(lost).isBetween(Duration.ofSeconds(58), Duration.ofSeconds(62));
    assertThat(rig.lease(EAST).lost()).isLessThan(lost.plusSeconds(20));
  }

  @Test
  void afterARestartEverybodyHasAWholeLease() {
    rig.restart(Liveness.lost(EAST, FleetRig.START, Duration.ofMinutes(2)));
    rig.pass(Duration.ofSeconds(29));

    assertThat(rig.doubt(WEST)).isEmpty();
    assertThat(rig.lease(EAST).lost()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void whatWasLostBeforeARestartIsLiveWhenItIsHeard() {
    rig.restart(Liveness.lost(EAST, FleetRig.START, Duration.ofMinutes(2)));
    rig.beats(EAST);
    rig.pass(Duration.ofSeconds(11));

    assertThat(rig.doubt(EAST)).isEmpty();
  }

  @Test
  void theTimeSinceALossGoesOnAfterARestartWhenAWholeLeaseHasPassed() {
    rig.restart(Liveness.lost(EAST, FleetRig.START, Duration.ofMinutes(2)));
    rig.beats(WEST);
    rig.pass(Duration.ofSeconds(30));
    assertThat(rig.lease(EAST).lost()).isEqualTo(Duration.ofMinutes(2));

    rig.pass(Duration.ofSeconds(60));

    assertThat(rig.lease(EAST).lost())
        .isBetween(Duration.ofSeconds(120 + 45), Duration.ofSeconds(120 + 61));
  }

  @Test
  void whoComesAndGoesHasToStayBeforeItCountsAsLive() {
    rig.beats(EAST, WEST);
    rig.pass(Duration.ofSeconds(60));
    for (int i = 0; i < LeaseTimes.FREE_RETURNS; i++) {
      rig.silence(EAST);
      rig.until(EAST, Optional.of(State.LOST));
      rig.beats(EAST);
      assertThat(rig.until(EAST, Optional.empty())).isLessThan(Duration.ofSeconds(11));
    }
    rig.silence(EAST);
    rig.until(EAST, Optional.of(State.LOST));
    rig.beats(EAST);
    rig.pass(Duration.ofSeconds(20));
    Optional<Duration> left = rig.probation(EAST);

    Duration more = rig.until(EAST, Optional.empty());

    assertThat(left).hasValueSatisfying(time -> assertThat(time).isPositive());
    assertThat(more).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(21));
    assertThat(rig.probation(EAST)).isEmpty();
  }

  @Test
  void returnsAreForgottenInTime() {
    rig.beats(EAST, WEST);
    rig.pass(Duration.ofSeconds(60));
    for (int i = 0; i < LeaseTimes.FREE_RETURNS; i++) {
      rig.silence(EAST);
      rig.until(EAST, Optional.of(State.STALE));
      rig.beats(EAST);
      rig.until(EAST, Optional.empty());
    }
    rig.pass(LeaseTimes.WINDOW);
    rig.silence(EAST);
    rig.until(EAST, Optional.of(State.STALE));
    rig.beats(EAST);

    assertThat(rig.until(EAST, Optional.empty())).isLessThan(Duration.ofSeconds(11));
  }
}
