package dev.portolan.server.ingest;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Calls at a fixed interval; behind an interface so that tests own the time. */
public interface Pulse {

  /** Runs {@code task} after each interval until the returned stop is run. Never blocks. */
  Runnable every(Duration interval, Runnable task);

  /**
   * A pulse of real time. Intervals are counted from the end of the last call: after a pause of the
   * process, calls are not made up for.
   */
  static Pulse of(ScheduledExecutorService scheduler) {
    return (interval, task) -> {
      long millis = interval.toMillis();
      ScheduledFuture<?> future =
          scheduler.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    };
  }
}
