package dev.portolan.it.faults;

import java.time.Duration;

/**
 * How one direction of a link is just now. Whoever carries bytes asks here first, and waits here.
 * Thread-safe.
 */
final class Passage {
  private Mode mode = Mode.OPEN;
  private Duration delay = Duration.ZERO;
  private int bytesPerSecond = Integer.MAX_VALUE;

  /** What becomes of bytes. */
  enum Mode {
    /** They arrive. */
    OPEN,
    /** They wait, as where packets are lost and sent again. */
    STALLED,
    /** They are taken and arrive nowhere, as where the other machine is gone. */
    SWALLOWING
  }

  synchronized void become(Mode next) {
    mode = next;
    notifyAll();
  }

  /** Every piece takes this much longer, and as long again as its bytes need at this rate. */
  synchronized void slow(Duration longer, int rate) {
    delay = longer;
    bytesPerSecond = rate;
  }

  synchronized void heal() {
    mode = Mode.OPEN;
    delay = Duration.ZERO;
    bytesPerSecond = Integer.MAX_VALUE;
    notifyAll();
  }

  /**
   * Waits for as long as so many bytes are under way; whether they arrive at all.
   *
   * @param lost told if they do not, before anything else happens to this direction
   */
  synchronized boolean carry(int bytes, Runnable lost) throws InterruptedException {
    long end = System.nanoTime() + takes(bytes);
    while (mode != Mode.SWALLOWING && !delay.isZero() && end - System.nanoTime() > 0) {
      // At least a millisecond: zero would mean for ever.
      wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    while (mode == Mode.STALLED) {
      wait();
    }
    if (mode == Mode.SWALLOWING) {
      lost.run();
      return false;
    }
    return true;
  }

  private long takes(int bytes) {
    return delay.toNanos() + bytes * 1_000_000_000L / bytesPerSecond;
  }

  /** Waits until everything gets through. */
  synchronized void awaitOpen() throws InterruptedException {
    while (mode != Mode.OPEN) {
      wait();
    }
  }
}
