package dev.portolan.server.push.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The threads that push: each stream is pinned to one of them, so streams need no locks. Everybody
 * else (gRPC's handlers, the projection) only wakes a stream up.
 */
public final class PushLoop implements AutoCloseable {
  public static final int DEFAULT_STRIPES = 2;

  private final List<? extends Stripe> stripes;
  private final Turns.Timer timer;
  private final AtomicInteger next = new AtomicInteger();

  /** Starts {@code count} daemon threads, {@code portolan-push-0} and so on. */
  public PushLoop(int count) {
    stripes =
        IntStream.range(0, count)
            .mapToObj(index -> PushThread.start("portolan-push-" + index, PushThread.GATHERING))
            .toList();
    timer = Turns.Timer.SYSTEM;
  }

  private PushLoop(ScheduledExecutorService thread) {
    stripes = List.of(Stripe.on(thread));
    timer = (delay, task) -> later(thread, delay, task);
  }

  /**
   * On another's thread and in its time.
   *
   * @param thread runs one task after the other; closed by its owner
   */
  public static PushLoop on(ScheduledExecutorService thread) {
    return new PushLoop(thread);
  }

  private static void later(ScheduledExecutorService thread, Duration delay, Runnable task) {
    // Dropped: nobody waits for it, and it must come.
    var unused = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** One named daemon thread with its queue. After its shutdown it drops what it is given. */
  public static ExecutorService thread(String name) {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.DiscardPolicy());
  }

  /** The thread of the next stream. */
  Stripe pin() {
    return stripes.get(Math.floorMod(next.getAndIncrement(), stripes.size()));
  }

  /** What runs something later. */
  Turns.Timer timer() {
    return timer;
  }

  /** Lets what is under way end, for some seconds at most. To be called when no stream is left. */
  @Override
  public void close() {
    stripes.forEach(Stripe::close);
  }
}
