package dev.portolan.source.consul;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Turns of those who want to ask: so many at a time, first come, first served; nobody while the
 * server is to be left alone. Confined to the source's loop.
 */
final class Slots {
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int free;
  private boolean closed;

  Slots(int size) {
    this.free = size;
  }

  /** Runs the task as soon as it is its turn; it must {@link #leave} once. */
  void enter(Runnable task) {
    waiting.add(task);
    admit();
  }

  /** A turn is over. */
  void leave() {
    free++;
    admit();
  }

  /** Nobody's turn comes until {@link #open}. */
  void close() {
    closed = true;
  }

  void open() {
    closed = false;
    admit();
  }

  private void admit() {
    while (!closed && free > 0 && !waiting.isEmpty()) {
      free--;
      waiting.remove().run();
    }
  }
}
