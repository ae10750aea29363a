package dev.portolan.server.push.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Lets so many do something costly at once; the others wait in the order in which they came. A turn
 * that is not given back lapses, so that one who hangs delays the others but never stops them.
 * Thread-safe.
 */
final class Turns {
  private final int atOnce;
  private final int mayWait;
  private final Duration lapse;
  private final Timer timer;
  private final Set<Turn> held = new HashSet<>();
  // In the order of their coming; thousands may leave it from the middle at once.
  private final Set<Turn> waiting = new LinkedHashSet<>();

  /**
   * Turns of which none is taken.
   *
   * @param mayWait beyond so many waiting ones nobody is taken on
   * @param lapse how long a turn lasts at most
   */
  Turns(int atOnce, int mayWait, Duration lapse, Timer timer) {
    this.atOnce = atOnce;
    this.mayWait = mayWait;
    this.lapse = lapse;
    this.timer = timer;
  }

  /** Runs something later, once. Must not run it within the call. */
  interface Timer {
    /** The platform's own delay thread, which hands over to its pool. */
    Timer SYSTEM =
        (delay, task) -> {
          Executor later =
              CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
          later.execute(task);
        };

    void after(Duration delay, Runnable task);
  }

  /** Too many wait already. */
  static final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OverloadedException(int waiting) {
      super(waiting + " wait already");
    }
  }

  /** One's place: waiting, then held, then over. */
  final class Turn {
    private final Runnable granted;

    private Turn(Runnable granted) {
      this.granted = granted;
    }

    boolean held() {
      synchronized (Turns.this) {
        return held.contains(this);
      }
    }

    boolean over() {
      synchronized (Turns.this) {
        return !held.contains(this) && !waiting.contains(this);
      }
    }

    /** Gives it back, or leaves the queue. */
    void end() {
      synchronized (Turns.this) {
        if (!held.remove(this) && waiting.remove(this)) {
          return;
        }
      }
      grant();
    }
  }

  /**
   * Asks for a turn.
   *
   * @param granted run when it begins, perhaps within this call, on any thread: must return at once
   * @throws OverloadedException if too many wait already
   */
  Turn ask(Runnable granted) {
    Turn turn = new Turn(granted);
    synchronized (this) {
      if (held.size() >= atOnce && waiting.size() >= mayWait) {
        throw new OverloadedException(waiting.size());
      }
      waiting.add(turn);
    }
    grant();
    return turn;
  }

  private void grant() {
    while (true) {
      Turn next;
      synchronized (this) {
        if (held.size() >= atOnce) {
          return;
        }
        Iterator<Turn> first = waiting.iterator();
        if (!first.hasNext()) {
          return;
        }
        next = first.next();
        first.remove();
        held.add(next);
      }
      timer.after(lapse, next::end);
      next.granted.run();
    }
  }
}
