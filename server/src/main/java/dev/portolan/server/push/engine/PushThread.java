package dev.portolan.server.push.engine;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that does what it is given, in order. What can wait for a moment does not wake it up at
 * once, so that much of it is done together: waking a thread costs more than most of what it does
 * here. Thread-safe.
 */
final class PushThread implements Stripe {
  /** How long a resting thread lets work gather that can wait. */
  static final Duration GATHERING = Duration.ofNanos(500_000);

  private static final long CLOSE_MILLIS = 5_000;

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicReference<State> state = new AtomicReference<>(State.WORKING);
  private final long gatheringNanos;
  private final Thread thread;
  private volatile boolean closed;

  private PushThread(String name, Duration gathering) {
    gatheringNanos = gathering.toNanos();
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Looked at by whoever brings work; whoever makes it WORKING or GATHERING wakes the thread. */
  private enum State {
    /** Looks for work by itself before it rests. */
    WORKING,
    /** Sleeps for a moment, unless somebody is in a hurry. */
    GATHERING,
    /** Sleeps until there is work. */
    RESTING
  }

  /**
   * Starts a daemon thread.
   *
   * @param gathering how long it lets work gather that can wait, when it rests
   */
  static PushThread start(String name, Duration gathering) {
    PushThread started = new PushThread(name, gathering);
    started.thread.start();
    return started;
  }

  /** Does something as soon as what came before is done; nothing after {@link #close}. */
  @Override
  public void execute(Runnable task) {
    add(task);
    hurry();
  }

  /** The same, but a thread that rests lets more of it gather first. */
  @Override
  public void executeSoon(Runnable task) {
    add(task);
    if (state.compareAndSet(State.RESTING, State.GATHERING)) {
      LockSupport.unpark(thread);
    }
  }

  private void add(Runnable task) {
    if (!closed) {
      tasks.add(task);
    }
  }

  @Override
  public void hurry() {
    if (state.get() != State.WORKING && state.getAndSet(State.WORKING) != State.WORKING) {
      LockSupport.unpark(thread);
    }
  }

  /** Whether it sleeps until there is work. */
  boolean rests() {
    return state.get() == State.RESTING;
  }

  private void run() {
    while (true) {
      Runnable task = tasks.poll();
      if (task != null) {
        attempt(task);
      } else if (closed) {
        return;
      } else {
        rest();
      }
    }
  }

  private void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      // Other streams go on.
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  private void rest() {
    state.set(State.RESTING);
    // Whoever brought something before this looked may have found the thread working.
    while (state.get() == State.RESTING && tasks.isEmpty() && !closed) {
      LockSupport.park(this);
    }
    long end = System.nanoTime() + gatheringNanos;
    for (long left = gatheringNanos; left > 0 && state.get() == State.GATHERING; ) {
      LockSupport.parkNanos(this, left);
      left = end - System.nanoTime();
    }
    state.set(State.WORKING);
  }

  /** Lets it do what it was given, and waits for that for five seconds at most. */
  @Override
  public void close() {
    closed = true;
    hurry();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
