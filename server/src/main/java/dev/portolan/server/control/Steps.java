package dev.portolan.server.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what a loop does on one thread, one thing after the other, until nothing is left to do or
 * something is thrown. Any thread may wake it.
 */
final class Steps {
  private static final Logger log = LoggerFactory.getLogger(Steps.class);

  private static final long GONE_MILLIS = 1000;

  private final Runnable turn;
  private final BooleanSupplier finished;
  private final Consumer<@Nullable Throwable> end;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  // A turn is asked for and has not begun.
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile @Nullable ScheduledExecutorService thread;
  // Who takes a step just now, if anybody.
  private volatile @Nullable Thread stepping;
  private volatile @Nullable Thread last;

  /**
   * Steps of a loop that has not begun.
   *
   * @param turn does what there is to do
   * @param finished asked after each step: nothing is left, and nothing will come
   * @param end told once that it is over, with what was thrown if that is why
   */
  Steps(Runnable turn, BooleanSupplier finished, Consumer<@Nullable Throwable> end) {
    this.turn = turn;
    this.finished = finished;
    this.end = end;
  }

  /**
   * Begins with a first step.
   *
   * @param on runs one task after the other; shut down at the end
   */
  void begin(ScheduledExecutorService on, Runnable first) {
    thread = on;
    on.execute(() -> step(first));
  }

  /** There is something to do, or nothing more will come. */
  void wake() {
    ScheduledExecutorService running = thread;
    if (running != null && !ended.isDone() && due.compareAndSet(false, true)) {
      try {
        running.execute(
            () -> {
              // First of all: what comes from here on asks for another turn.
              due.set(false);
              step(turn);
            });
      } catch (RejectedExecutionException e) {
        log.debug("The loop ended meanwhile; what was left in its queue is refused", e);
      }
    }
  }

  /** Takes a step again and again, with this time between them. To be called in a step. */
  void every(Duration interval, Runnable work) {
    ScheduledExecutorService running = thread;
    if (running != null) {
      // Dropped: it ends with the thread.
      var unused =
          running.scheduleWithFixedDelay(
              () -> step(work), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void step(Runnable work) {
    if (ended.isDone()) {
      return;
    }
    stepping = Thread.currentThread();
    last = stepping;
    try {
      work.run();
      if (finished.getAsBoolean()) {
        end.accept(null);
        ended.complete(null);
      }
    } catch (RuntimeException | Error e) {
      end.accept(e);
      ended.completeExceptionally(e);
    } finally {
      stepping = null;
    }
    ScheduledExecutorService running = thread;
    if (running != null && ended.isDone()) {
      running.shutdown();
    }
  }

  /** Completes with the last step. */
  CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /** Returns when the thread is gone; at once in a step, and when nothing has begun. */
  void join() {
    ScheduledExecutorService running = thread;
    if (running == null || Thread.currentThread() == stepping) {
      return;
    }
    try {
      ended.exceptionally(reason -> null).get();
      Thread stepped = last;
      if (running.awaitTermination(GONE_MILLIS, TimeUnit.MILLISECONDS) && stepped != null) {
        // An executor counts as terminated a moment before its thread is gone.
        stepped.join(GONE_MILLIS);
      } else {
        log.warn("The loop has ended, but its thread is still there");
      }
    } catch (InterruptedException e) {
      // The loop goes on by itself; who interrupts does not want to wait for it.
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("what never fails has failed", e);
    }
  }

  /**
   * States that the caller is in a step.
   *
   * @throws IllegalStateException if it is not
   */
  void check() {
    if (Thread.currentThread() != stepping) {
      throw new IllegalStateException(
          "the loop's state changes in its steps, not on " + Thread.currentThread());
    }
  }
}
