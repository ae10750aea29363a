package dev.portolan.bench.suite;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for a time, and for something that only asking shows. */
final class Wait {
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(20);

  private Wait() {}

  /** Until a time on the clock of {@link System#nanoTime}. */
  static void until(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /**
   * Until something is so.
   *
   * @throws IllegalStateException if it is not within so many seconds
   */
  static void until(String what, int seconds, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within " + seconds + " s: " + what);
      }
      LockSupport.parkNanos(STEP);
    }
  }
}
