package dev.portolan.cli.shell;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass. */
@FunctionalInterface
public interface Pause {
  void pause(Duration duration) throws InterruptedException;

  static Pause ofClock() {
    CountDownLatch never = new CountDownLatch(1);
    return duration -> {
      boolean ignored = never.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    };
  }
}
