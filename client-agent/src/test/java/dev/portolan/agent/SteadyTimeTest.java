package dev.portolan.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant wall = START;
  private long nanos = 42;
  private final SteadyTime time = new SteadyTime(() -> wall, () -> nanos);

  @Test
  void goesOnEvenlyWhenTheWallClockJumps() {
    nanos += Duration.ofSeconds(1).toNanos();
    wall = START.minus(Duration.ofHours(1));
    assertThat(time.instant()).isEqualTo(START.plusSeconds(1));

    wall = START.plus(Duration.ofDays(1));
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(time.instant()).isEqualTo(START.plusSeconds(2));
  }

  @Test
  void tellsPeopleTheTimeOfTheirClockNow() {
    Instant written = time.instant();
    nanos += Duration.ofSeconds(10).toNanos();
    wall = START.minus(Duration.ofHours(1));

    assertThat(time.onTheWall(written)).isEqualTo(wall.minusSeconds(10));
  }
}
