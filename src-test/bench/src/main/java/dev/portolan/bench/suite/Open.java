package dev.portolan.bench.suite;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a benchmark has started, to be ended in the reverse order, whatever happens. */
final class Open implements AutoCloseable {
  private final Deque<Runnable> ends = new ArrayDeque<>();

  /** Something that {@code end} ends. */
  <T> T add(T started, Runnable end) {
    ends.push(end);
    return started;
  }

  @Override
  public void close() {
    while (!ends.isEmpty()) {
      ends.pop().run();
    }
  }
}
