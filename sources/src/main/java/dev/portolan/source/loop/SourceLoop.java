package dev.portolan.source.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which all state of a source lives, with its time and chance. A task that fails
 * is a bug: it is logged, and the loop goes on. What comes after the end is dropped.
 */
public final class SourceLoop implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceLoop.class);

  private final ScheduledExecutorService thread;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param thread runs one task at a time, in order; shut down with this
   */
  public SourceLoop(ScheduledExecutorService thread, InstantSource clock, RandomGenerator random) {
    this.thread = thread;
    this.clock = clock;
    this.random = random;
  }

  /** On a daemon thread of its own, in the system's time. */
  public static SourceLoop start() {
    return new SourceLoop(
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "portolan-source");
              thread.setDaemon(true);
              return thread;
            }),
        InstantSource.system(),
        RandomGenerator.getDefault());
  }

  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException ended) {
      LOG.debug("too late", ended);
    }
  }

  /** Runs the task on the loop, once, unless it is cancelled before. */
  public Timer after(Duration delay, Runnable task) {
    Future<?> scheduled = thread.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  /** Something that will happen. */
  public interface Timer {
    /** It does not happen, unless it has begun. */
    void cancel();
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("bug: a task of the source failed; what was reported stands", e);
      }
    };
  }

  /** Wall-clock time, for people. */
  public Instant now() {
    return clock.instant();
  }

  public RandomGenerator random() {
    return random;
  }

  /** Ends the loop; waits for the task that runs. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("the source's thread did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
