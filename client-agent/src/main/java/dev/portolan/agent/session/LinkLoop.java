package dev.portolan.agent.session;

import io.grpc.SynchronizationContext;
import io.grpc.SynchronizationContext.ScheduledHandle;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * One link's serial queue, with time and chance: everything that touches the link's state runs on
 * it, one thing after the other, in order, on whichever thread came first. Owns no thread.
 */
public final class LinkLoop implements Executor {
  private final SynchronizationContext context;
  private final ScheduledExecutorService timers;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * A loop of its own for one link.
   *
   * @param faults told about a broken contract in a task; the link's state is not to be trusted
   *     after it
   */
  public LinkLoop(
      ScheduledExecutorService timers,
      InstantSource clock,
      RandomGenerator random,
      UncaughtExceptionHandler faults) {
    this.context = new SynchronizationContext(faults);
    this.timers = timers;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void execute(Runnable task) {
    context.execute(task);
  }

  /** Runs the task on the loop, once, unless the handle is cancelled before. */
  public ScheduledHandle after(Duration delay, Runnable task) {
    return context.schedule(task, delay, timers);
  }

  /** Runs the task on the loop again and again until the handle is cancelled. */
  public ScheduledHandle every(Duration interval, Runnable task) {
    return context.scheduleWithFixedDelay(task, interval, interval, timers);
  }

  /** Wall-clock time. */
  public Instant now() {
    return clock.instant();
  }

  RandomGenerator random() {
    return random;
  }

  /**
   * States that the caller runs on the loop.
   *
   * @throws IllegalStateException if it does not
   */
  public void check() {
    context.throwIfNotInThisSynchronizationContext();
  }
}
