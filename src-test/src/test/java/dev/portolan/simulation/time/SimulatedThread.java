package dev.portolan.simulation.time;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** One thread of a process, as an executor: what it is given it does in order. */
public final class SimulatedThread extends AbstractExecutorService
    implements ScheduledExecutorService {
  private final SimulatedProcess process;
  private final VirtualTime time;
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean shut;

  SimulatedThread(SimulatedProcess process) {
    this.process = process;
    this.time = process.time();
  }

  @Override
  public void execute(Runnable task) {
    if (!shut) {
      tasks.add(task);
      process.runSoon(this::runNext);
    }
  }

  private void runNext() {
    Runnable next = tasks.poll();
    if (next != null) {
      next.run();
    }
  }

  private final class Timer<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final Duration period;
    private long due;

    Timer(Callable<V> call, Duration period) {
      super(call);
      this.period = period;
    }

    private Timer<V> in(Duration delay) {
      due = time.nanos() + delay.toNanos();
      time.after(delay, () -> process.run(() -> execute(this)));
      return this;
    }

    @Override
    public void run() {
      if (period.isZero()) {
        super.run();
      } else if (runAndReset() && !shut) {
        var unused = in(period);
      }
    }

    @Override
    protected void setException(Throwable thrown) {
      super.setException(thrown);
      time.attempt(
          () -> {
            throw new IllegalStateException("a timer threw", thrown);
          });
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - time.nanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return schedule(Executors.callable(task), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    return new Timer<>(task, Duration.ZERO).in(Duration.of(delay, unit.toChronoUnit()));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long delay, long period, TimeUnit unit) {
    return scheduleWithFixedDelay(task, delay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long delay, long period, TimeUnit unit) {
    return new Timer<>(Executors.callable(task), Duration.of(period, unit.toChronoUnit()))
        .in(Duration.of(delay, unit.toChronoUnit()));
  }

  @Override
  public void shutdown() {
    shut = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shut = true;
    tasks.clear();
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shut;
  }

  @Override
  public boolean isTerminated() {
    return shut;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
