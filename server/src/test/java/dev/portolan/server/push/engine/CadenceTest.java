package dev.portolan.server.push.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class CadenceTest {
  private final Queue<Runnable> one = new ArrayDeque<>();
  private final Queue<Runnable> other = new ArrayDeque<>();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private final List<String> told = new ArrayList<>();
  private long micros;
  private final Cadence cadence =
      new Cadence(
          List.of(one::add, other::add),
          (delay, task) -> alarms.add(new Alarm(micros + delay.toNanos() / 1_000, task)),
          () -> micros * 1_000);

  private record Alarm(long at, Runnable task) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm next) {
      return Long.compare(at, next.at);
    }
  }

  private void change(String name) {
    cadence.whenFree(
        () -> {
          told.add(name);
          cadence.told();
        });
  }

  private void pass(Duration time) {
    long end = micros + time.toNanos() / 1_000;
    while (!alarms.isEmpty() && alarms.peek().at() <= end) {
      Alarm next = alarms.remove();
      micros = Math.max(micros, next.at());
      next.task().run();
    }
    micros = end;
  }

  private void streamsDone() {
    one.remove().run();
    other.remove().run();
  }

  @Test
  void aChangeAfterAPauseIsToldAtOnce() {
    change("first");
    assertThat(told).containsExactly("first");
    pass(Duration.ofMillis(1));
    streamsDone();
    pass(Duration.ofMillis(10));
    change("second");
    assertThat(told).containsExactly("first", "second");
  }

  @Test
  void theNextWaitsForTheStreamsAndInProportionToWhatTheyTook() {
    change("first");
    pass(Duration.ofMillis(1));
    change("second");
    one.remove().run();
    pass(Duration.ofMillis(1));
    assertThat(told).containsExactly("first");

    other.remove().run();
    // Two milliseconds, of which four times as much is eight, counted from the beginning.
    pass(Duration.ofMillis(5));
    assertThat(told).containsExactly("first");
    pass(Duration.ofMillis(1));
    assertThat(told).containsExactly("first", "second");
  }

  @Test
  void whatComesMeanwhileIsToldOnce() {
    change("first");
    change("second");
    change("third");
    pass(Duration.ofMillis(1));
    streamsDone();
    pass(Duration.ofMillis(20));
    assertThat(told).containsExactly("first", "third");
  }

  @Test
  void slowStreamsHoldUpNobodyForLong() {
    change("first");
    pass(Duration.ofMillis(15));
    streamsDone();
    change("second");
    pass(Duration.ofMillis(4));
    assertThat(told).containsExactly("first");
    pass(Duration.ofMillis(1));
    assertThat(told).containsExactly("first", "second");
  }

  @Test
  void neitherDoOnesThatAreNeverDone() {
    change("first");
    change("second");
    pass(Cadence.LONGEST);
    assertThat(told).containsExactly("first", "second");
    change("third");
    pass(Cadence.LONGEST);
    assertThat(told).containsExactly("first", "second", "third");
  }

  @Test
  void whoWaitsWhenTheyAreToldOfSomethingElseWaitsForThatToo() {
    change("first");
    change("second");
    pass(Duration.ofMillis(15));
    cadence.told();
    pass(Duration.ofMillis(15));
    assertThat(told).containsExactly("first");
    pass(Duration.ofMillis(5));
    assertThat(told).containsExactly("first", "second");
  }
}
