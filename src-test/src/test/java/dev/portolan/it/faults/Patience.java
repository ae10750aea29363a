package dev.portolan.it.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting for other processes. */
final class Patience {
  private Patience() {}

  /** Fails unless it holds in time; what it throws means not yet. */
  static void within(Duration bound, Callable<Boolean> holds) {
    await().atMost(bound).pollInterval(Duration.ofMillis(50)).ignoreExceptions().until(holds);
  }

  /** Lets a time pass in which something must not happen. */
  static void passes(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
  }
}
