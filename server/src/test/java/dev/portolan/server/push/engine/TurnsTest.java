package dev.portolan.server.push.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final List<Runnable> lapses = new ArrayList<>();
  private final List<String> granted = new ArrayList<>();
  private final Turns turns =
      new Turns(2, 2, Duration.ofSeconds(1), (delay, task) -> lapses.add(task));

  private Turns.Turn ask(String name) {
    return turns.ask(() -> granted.add(name));
  }

  @Test
  void soManyGoAtOnceAndTheOthersInTheirOrder() {
    Turns.Turn a = ask("a");
    Turns.Turn b = ask("b");
    Turns.Turn c = ask("c");
    ask("d");
    assertThat(granted).containsExactly("a", "b");
    assertThat(c.held()).isFalse();

    b.end();
    assertThat(granted).containsExactly("a", "b", "c");
    assertThat(c.held()).isTrue();
    a.end();
    assertThat(granted).containsExactly("a", "b", "c", "d");
  }

  @Test
  void whoEndsTwiceLetsOneIn() {
    Turns.Turn a = ask("a");
    ask("b");
    ask("c");
    ask("d");
    a.end();
    a.end();
    assertThat(granted).containsExactly("a", "b", "c");
  }

  @Test
  void whoLeavesTheQueueIsPassedOver() {
    Turns.Turn a = ask("a");
    ask("b");
    Turns.Turn c = ask("c");
    ask("d");
    c.end();
    assertThat(c.over()).isTrue();
    a.end();
    assertThat(granted).containsExactly("a", "b", "d");
  }

  @Test
  void whoHangsLosesItsTurnInTheEnd() {
    Turns.Turn a = ask("a");
    ask("b");
    ask("c");
    lapses.get(0).run();
    assertThat(a.over()).isTrue();
    assertThat(granted).containsExactly("a", "b", "c");
  }

  @Test
  void tooManyInTheQueueAreSentAway() {
    ask("a");
    ask("b");
    ask("c");
    ask("d");
    assertThatThrownBy(() -> ask("e")).isInstanceOf(Turns.OverloadedException.class);
    assertThat(granted).containsExactly("a", "b");
  }
}
