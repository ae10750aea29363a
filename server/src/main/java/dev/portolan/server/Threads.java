package dev.portolan.server;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the hub's threads, so that a thread dump reads as the house does. */
final class Threads {
  private Threads() {}

  /** Daemon threads {@code <name>-1}, {@code <name>-2} and so on. */
  static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
