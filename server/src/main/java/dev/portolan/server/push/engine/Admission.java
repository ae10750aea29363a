package dev.portolan.server.push.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets streams in, a few at a time: until a stream has said its first words, which can be as large
 * as the registry, only so many others are read. Who waits costs its connection and nothing else.
 * Thread-safe.
 */
public final class Admission {
  private final Turns opening;
  private final int max;
  private final AtomicInteger present = new AtomicInteger();

  Admission(Limits limits, Turns.Timer timer) {
    opening = new Turns(limits.opening(), limits.waiting(), limits.openingLapse(), timer);
    max = limits.streams();
  }

  /** The hub serves as many streams as it can: come back later, or go elsewhere. */
  public static final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OverloadedException(String message) {
      super(message);
    }
  }

  /**
   * A stream is there.
   *
   * @param read run once when it may be read, perhaps within this call, on any thread: must return
   *     at once
   * @throws OverloadedException if it must go
   */
  public Entry enter(Runnable read) {
    if (present.incrementAndGet() > max) {
      present.decrementAndGet();
      throw new OverloadedException(max + " streams are open already");
    }
    try {
      return new Entry(opening.ask(read));
    } catch (Turns.OverloadedException e) {
      present.decrementAndGet();
      throw new OverloadedException("too many streams are being opened: " + e.getMessage());
    }
  }

  /** One stream's place in the house. */
  public final class Entry {
    private final Turns.Turn turn;
    private final AtomicBoolean gone = new AtomicBoolean();
    private boolean opened;

    private Entry(Turns.Turn turn) {
      this.turn = turn;
    }

    /** Its first words are said: the next one may be read. By the stream's thread. */
    void opened() {
      if (!opened) {
        opened = true;
        turn.end();
      }
    }

    /** The stream is over. */
    public void leave() {
      if (gone.compareAndSet(false, true)) {
        present.decrementAndGet();
        turn.end();
      }
    }
  }
}
