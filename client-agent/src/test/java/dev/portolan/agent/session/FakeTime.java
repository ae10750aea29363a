package dev.portolan.agent.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time and timers that stand still until a test moves them. Tasks run on the test's thread, in the
 * order of their times, never inside the call that schedules them.
 */
public final class FakeTime extends AbstractExecutorService
    implements ScheduledExecutorService, InstantSource {
  private final List<Task<?>> tasks = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long scheduled;

  /** A loop on this time, with chance of a fixed seed; a broken contract fails the test. */
  public LinkLoop loop() {
    return new LinkLoop(
        this,
        this,
        new Random(1),
        (thread, fault) -> {
          throw new AssertionError("on the loop", fault);
        });
  }

  /** Lets time pass, and runs whatever falls due. */
  public void pass(Duration duration) {
    Instant until = now.plus(duration);
    for (Task<?> next = next(until); next != null; next = next(until)) {
      tasks.remove(next);
      now = next.due.isAfter(now) ? next.due : now;
      next.run();
    }
    now = until;
  }

  private @Nullable Task<?> next(Instant until) {
    tasks.removeIf(FutureTask::isDone);
    return tasks.stream()
        .filter(task -> !task.due.isAfter(until))
        .min(
            Comparator.<Task<?>, Instant>comparing(task -> task.due)
                .thenComparingLong(t -> t.order))
        .orElse(null);
  }

  /** How many timers are set. */
  public int timers() {
    tasks.removeIf(FutureTask::isDone);
    return tasks.size();
  }

  @Override
  public Instant instant() {
    return now;
  }

  private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final long order = scheduled++;
    private final Duration period;
    private Instant due;

    Task(Callable<V> call, Duration delay, Duration period) {
      super(call);
      this.due = now.plus(delay);
      this.period = period;
    }

    @Override
    public void run() {
      if (period.isZero()) {
        super.run();
      } else if (runAndReset()) {
        due = now.plus(period);
        tasks.add(this);
      }
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(Duration.between(now, due));
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(new Task<>(Executors.callable(task), Duration.ZERO, Duration.ZERO));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return schedule(Executors.callable(task), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    return added(new Task<>(task, Duration.of(delay, unit.toChronoUnit()), Duration.ZERO));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long delay, long period, TimeUnit unit) {
    return scheduleWithFixedDelay(task, delay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long delay, long period, TimeUnit unit) {
    return added(
        new Task<>(
            Executors.callable(task),
            Duration.of(delay, unit.toChronoUnit()),
            Duration.of(period, unit.toChronoUnit())));
  }

  private <V> Task<V> added(Task<V> task) {
    tasks.add(task);
    return task;
  }

  @Override
  public void shutdown() {
    tasks.clear();
  }

  @Override
  public List<Runnable> shutdownNow() {
    tasks.clear();
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
