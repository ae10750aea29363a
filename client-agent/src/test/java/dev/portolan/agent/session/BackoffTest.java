package dev.portolan.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), new Random(4));

  @Test
  void waitsStayUnderABoundThatDoublesUpToTheLongest() {
    Duration bound = Duration.ofMillis(100);
    for (int i = 0; i < 30; i++) {
      assertThat(backoff.next()).isBetween(Duration.ofMillis(50), bound);
      bound = bound.multipliedBy(2);
      bound = bound.compareTo(Duration.ofSeconds(30)) > 0 ? Duration.ofSeconds(30) : bound;
    }
  }

  @Test
  void aFleetThatLostItsHubSpreadsOut() {
    List<Duration> waits =
        Stream.generate(() -> new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), RANDOM))
            .limit(100)
            .map(
                one -> {
                  for (int i = 0; i < 8; i++) {
                    Duration unused = one.next();
                  }
                  return one.next();
                })
            .toList();

    assertThat(waits).anyMatch(wait -> wait.compareTo(Duration.ofSeconds(5)) < 0);
    assertThat(waits).anyMatch(wait -> wait.compareTo(Duration.ofSeconds(20)) > 0);
  }

  private static final Random RANDOM = new Random(5);

  @Test
  void startsShortAgainAfterAReset() {
    for (int i = 0; i < 10; i++) {
      Duration unused = backoff.next();
    }
    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void waitsAtLeastAsLongAsTheOtherSideAsksAndALittleMoreByChance() {
    Duration asked = Duration.ofSeconds(20);
    List<Duration> waits = Stream.generate(() -> fresh().next(asked)).limit(100).toList();

    assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(asked, Duration.ofSeconds(25)));
    assertThat(waits.stream().distinct().count()).isGreaterThan(90);
  }

  @Test
  void whatTheOtherSideAsksForDoesNotShortenAWait() {
    for (int i = 0; i < 20; i++) {
      Duration unused = backoff.next();
    }
    List<Duration> waits =
        Stream.generate(() -> backoff.next(Duration.ofSeconds(1))).limit(100).toList();

    assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(1)) >= 0);
    assertThat(waits).anyMatch(wait -> wait.compareTo(Duration.ofSeconds(20)) > 0);
  }

  @Test
  void nobodyIsSentAwayForGood() {
    assertThat(fresh().next(Duration.ofDays(3))).isLessThan(Duration.ofMinutes(13));
  }

  private static Backoff fresh() {
    return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), RANDOM);
  }
}
