package dev.portolan.agent.apply;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial queue of news on one thread: all that has come is taken in, then one turn is made of it.
 * {@link #tell} is for any thread, {@link #wakeAt} for the turn.
 */
final class Turns {
  private static final Logger log = LoggerFactory.getLogger(Turns.class);

  private final ScheduledExecutorService thread;
  private final InstantSource clock;
  private final Runnable turn;
  private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean closed;
  private @Nullable Instant wake;
  private @Nullable Future<?> alarm;

  Turns(ScheduledExecutorService thread, InstantSource clock, Runnable turn) {
    this.thread = thread;
    this.clock = clock;
    this.turn = turn;
  }

  void tell(Runnable item) {
    news.add(item);
    if (!closed && scheduled.compareAndSet(false, true)) {
      try {
        thread.execute(this::run);
      } catch (RejectedExecutionException e) {
        // Closed in this moment: nobody is to be told any more.
        scheduled.set(false);
      }
    }
  }

  /** There will be a turn at that time at the latest. */
  void wakeAt(Instant time) {
    if (closed || (wake != null && !time.isBefore(wake))) {
      return;
    }
    if (alarm != null) {
      alarm.cancel(false);
    }
    wake = time;
    Duration delay = Duration.between(clock.instant(), time);
    alarm =
        thread.schedule(
            () -> {
              wake = null;
              tell(() -> {});
            },
            Math.max(0, delay.toMillis()) + 1,
            TimeUnit.MILLISECONDS);
  }

  boolean closed() {
    return closed;
  }

  /** No turn begins after this; waits for the present one, at most 10 seconds. */
  void close() {
    closed = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    scheduled.set(false);
    for (Runnable item = news.poll(); item != null && !closed; item = news.poll()) {
      guarded(item);
    }
    if (!closed) {
      guarded(turn);
    }
  }

  /** One bug must not end the loop, which keeps everything else going. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("bug: a task of the apply loop failed; the objects stay as they are", e);
    }
  }
}
