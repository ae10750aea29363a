package dev.portolan.bench.wire;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Subscribers that all wait for the same: one {@link Wave} at a time. {@link #arrived} may be
 * called by any thread.
 */
public final class Crowd {
  private volatile Wave wave = new Wave(0);

  /** So many are expected from now on. */
  public Wave expect(int subscribers) {
    Wave next = new Wave(subscribers);
    wave = next;
    return next;
  }

  /** One more has got it. */
  void arrived() {
    wave.arrived();
  }

  /** Nobody else will get it. */
  void broken(String why) {
    wave.broken(why);
  }

  /** What all wait for. */
  public static final class Wave {
    private final AtomicInteger missing;
    private final CountDownLatch all = new CountDownLatch(1);
    private volatile long lastNanos;
    private volatile String broken = "";

    private Wave(int size) {
      missing = new AtomicInteger(size);
    }

    private void arrived() {
      if (missing.decrementAndGet() == 0) {
        lastNanos = System.nanoTime();
        all.countDown();
      }
    }

    private void broken(String why) {
      broken = why;
      all.countDown();
    }

    /**
     * When the last of them got it, in {@link System#nanoTime}.
     *
     * @throws IllegalStateException if some have not within so many seconds, or never will
     */
    public long last(int seconds) {
      try {
        if (!all.await(seconds, TimeUnit.SECONDS)) {
          throw new IllegalStateException(
              missing.get() + " subscribers got nothing within " + seconds + " s");
        }
        if (!broken.isEmpty()) {
          throw new IllegalStateException(broken);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
      return lastNanos;
    }
  }
}
