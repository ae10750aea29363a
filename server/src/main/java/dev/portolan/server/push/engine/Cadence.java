package dev.portolan.server.push.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When all streams may be told of the next change: at once where they were left alone for a while,
 * else when they have taken the last one in, and some time more, in proportion to what that took.
 * So the first change of many goes out as it comes, and where changes come faster than they can be
 * passed on, those behind it go together. Thread-safe. See ADR 0065.
 */
public final class Cadence {
  /** From one change to the next at most, whatever the streams do. */
  static final Duration LONGEST = Duration.ofMillis(20);

  /**
   * How many times as long as the streams' own threads needed. They only choose and hand over; what
   * the transport and the subscribers do with it is some three times as much.
   */
  static final int FACTOR = 4;

  private final List<? extends Executor> stripes;
  private final Turns.Timer timer;
  private final LongSupplier nanos;
  private long round;
  private int busy;
  private long begun;
  private long freeAt;
  private @Nullable Runnable waiting;

  /**
   * A cadence of streams that have been told nothing yet.
   *
   * @param stripes run what they are given in order; a stream runs on one of them
   * @param nanos monotonic
   */
  Cadence(List<? extends Executor> stripes, Turns.Timer timer, LongSupplier nanos) {
    this.stripes = stripes;
    this.timer = timer;
    this.nanos = nanos;
    freeAt = nanos.getAsLong();
  }

  /** Every change at once, whatever the streams do. */
  public static Cadence immediate() {
    return new Cadence(List.of(), Turns.Timer.SYSTEM, () -> 0);
  }

  /** All streams that a change concerns were woken for it just now. */
  public void told() {
    long number;
    synchronized (this) {
      number = ++round;
      busy = stripes.size();
      begun = nanos.getAsLong();
    }
    stripes.forEach(stripe -> stripe.execute(() -> passed(number)));
  }

  private synchronized void passed(long number) {
    if (number != round || --busy > 0) {
      return;
    }
    long took = nanos.getAsLong() - begun;
    freeAt = begun + Math.min(FACTOR * took, LONGEST.toNanos());
    if (waiting != null) {
      wakeAt(freeAt);
    }
  }

  /**
   * Runs something when the streams may be told of the next change; of several that wait, the last.
   *
   * @param tell run within the call, or later on any thread
   */
  public void whenFree(Runnable tell) {
    synchronized (this) {
      long at = free();
      if (nanos.getAsLong() < at) {
        boolean first = waiting == null;
        waiting = tell;
        if (first) {
          wakeAt(at);
        }
        return;
      }
    }
    tell.run();
  }

  // A stripe that hangs, or is closed, holds up nobody else for long.
  private long free() {
    return busy > 0 ? begun + LONGEST.toNanos() : freeAt;
  }

  private void wakeAt(long at) {
    timer.after(Duration.ofNanos(Math.max(0, at - nanos.getAsLong())), this::wake);
  }

  private void wake() {
    Runnable tell;
    synchronized (this) {
      if (waiting == null) {
        return;
      }
      long at = free();
      if (nanos.getAsLong() < at) {
        // They have been told of something since this was set.
        wakeAt(at);
        return;
      }
      tell = waiting;
      waiting = null;
    }
    tell.run();
  }
}
