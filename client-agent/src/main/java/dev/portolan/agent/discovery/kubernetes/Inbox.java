package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.objects.ObjectRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way from other threads to the loop. Posting never waits. Of several sightings of one object
 * the last counts, so what waits here is bounded by the number of objects. Thread-safe.
 */
final class Inbox {
  private final Lock lock = new ReentrantLock();
  private final Condition posted = lock.newCondition();
  private final Map<ObjectRef, Sighting> sightings = new LinkedHashMap<>();
  private final List<Runnable> tasks = new ArrayList<>();
  private long posts;
  private boolean closed;

  /**
   * What came since the last.
   *
   * @param tasks to be run on the loop's thread after the sightings are taken in, in order
   */
  record Batch(List<Sighting> sightings, List<Runnable> tasks) {}

  void post(Sighting sighting) {
    locked(
        () ->
            sightings.merge(
                sighting.ref(),
                sighting,
                (before, now) -> now.generation() < before.generation() ? before : now));
  }

  /** The task sees every sighting that was posted before it, and may see later ones. */
  void post(Runnable task) {
    locked(() -> tasks.add(task));
  }

  void close() {
    locked(() -> closed = true);
  }

  Batch drain() {
    lock.lock();
    try {
      Batch batch = new Batch(List.copyOf(sightings.values()), List.copyOf(tasks));
      sightings.clear();
      tasks.clear();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is there, the time is over, or this is closed. */
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (sightings.isEmpty() && tasks.isEmpty() && !closed && left > 0) {
        left = posted.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing came for a while, or the burst has lasted long enough. */
  void awaitQuiet(Duration quiet, Duration burst) throws InterruptedException {
    lock.lock();
    try {
      long end = System.nanoTime() + burst.toNanos();
      long seen = posts - 1;
      while (seen != posts && !closed && end - System.nanoTime() > 0) {
        seen = posts;
        long left = Math.min(quiet.toNanos(), end - System.nanoTime());
        while (seen == posts && !closed && left > 0) {
          left = posted.awaitNanos(left);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets this time pass, whatever comes, unless this is closed. */
  void rest(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!closed && left > 0) {
        left = posted.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      posts++;
      posted.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
