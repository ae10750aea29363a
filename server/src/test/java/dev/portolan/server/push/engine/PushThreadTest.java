package dev.portolan.server.push.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PushThreadTest {
  private static final Duration FOR_EVER = Duration.ofHours(1);

  private final List<Integer> done = new CopyOnWriteArrayList<>();
  private PushThread thread = PushThread.start("test-push", FOR_EVER);

  @AfterEach
  void close() {
    thread.close();
  }

  /** Has nothing left to do, and is about to rest. */
  private void settle() {
    CompletableFuture.runAsync(() -> {}, thread).orTimeout(10, TimeUnit.SECONDS).join();
    await().until(thread::rests);
  }

  @Test
  void everythingIsDoneInOrder() {
    List<Integer> all = IntStream.range(0, 10_000).boxed().toList();
    for (int i : all) {
      if (i % 3 == 0) {
        thread.executeSoon(() -> done.add(i));
      } else {
        thread.execute(() -> done.add(i));
      }
    }
    settle();
    assertThat(done).isEqualTo(all);
  }

  @Test
  void whatCanWaitIsDoneWithoutFurtherWork() {
    close();
    thread = PushThread.start("test-push", PushThread.GATHERING);
    for (int i = 0; i < 100; i++) {
      int number = i;
      settle();
      thread.executeSoon(() -> done.add(number));
      await().until(() -> done.size() == number + 1);
    }
  }

  @Test
  void whatCanWaitIsDoneTogetherWithWhatCannot() {
    settle();
    thread.executeSoon(() -> done.add(1));
    thread.executeSoon(() -> done.add(2));
    assertThat(done).isEmpty();

    thread.execute(() -> done.add(3));
    settle();
    assertThat(done).containsExactly(1, 2, 3);
  }

  @Test
  void aHurryEndsTheGathering() {
    settle();
    thread.executeSoon(() -> done.add(1));
    thread.hurry();
    await().untilAsserted(() -> assertThat(done).containsExactly(1));
  }

  @Test
  void aTaskThatFailsStopsNoOther() {
    thread.execute(
        () -> {
          throw new IllegalStateException("for the test");
        });
    thread.execute(() -> done.add(1));
    settle();
    assertThat(done).containsExactly(1);
  }

  @Test
  void whatWasGivenBeforeTheEndIsDone() {
    settle();
    thread.executeSoon(() -> done.add(1));
    thread.close();
    thread.execute(() -> done.add(2));
    assertThat(done).containsExactly(1);
  }
}
