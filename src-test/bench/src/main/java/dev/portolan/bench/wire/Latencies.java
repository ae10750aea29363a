package dev.portolan.bench.wire;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * When what was written under a number reached those who wait for it: counted in steps of 2 %, from
 * a microsecond to a minute. Thread-safe.
 */
public final class Latencies {
  private static final double STEP = 1.02;
  private static final double FIRST_NANOS = 1_000;
  private static final int STEPS = 950;

  private final AtomicLongArray written;
  private final AtomicLongArray counts = new AtomicLongArray(STEPS);

  /** For numbers below a bound. */
  public Latencies(int numbers) {
    written = new AtomicLongArray(numbers);
  }

  /** Something is being written under a number. */
  public void written(int number) {
    written.set(number, System.nanoTime());
  }

  /** It has arrived at one of those who wait. */
  public void arrived(int number) {
    long since = written.get(number);
    if (since != 0) {
      count(System.nanoTime() - since);
    }
  }

  private void count(long nanos) {
    int step = (int) (Math.log(Math.max(1, nanos / FIRST_NANOS)) / Math.log(STEP));
    counts.incrementAndGet(Math.min(step, STEPS - 1));
  }

  /** Forgets all arrivals. */
  public void reset() {
    for (int i = 0; i < STEPS; i++) {
      counts.set(i, 0);
    }
  }

  /** Waits until nothing has arrived for so long. */
  public void awaitQuiet(int millis) {
    long before = -1;
    for (long now = count(); now != before; now = count()) {
      before = now;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  public long count() {
    long sum = 0;
    for (int i = 0; i < STEPS; i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** Milliseconds that this part of all arrivals did not need longer than. */
  public double millis(double part) {
    long left = (long) Math.ceil(part * count());
    for (int i = 0; i < STEPS; i++) {
      left -= counts.get(i);
      if (left <= 0) {
        return FIRST_NANOS * Math.pow(STEP, i + 1.0) / 1e6;
      }
    }
    return Double.NaN;
  }
}
