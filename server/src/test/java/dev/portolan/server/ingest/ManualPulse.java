package dev.portolan.server.ingest;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A pulse that beats when the test says so. */
public final class ManualPulse implements Pulse {
  private final Set<Runnable> tasks = ConcurrentHashMap.newKeySet();

  /** An interval passes on every open stream. */
  public void beat() {
    tasks.forEach(Runnable::run);
  }

  @Override
  public Runnable every(Duration interval, Runnable task) {
    tasks.add(task);
    return () -> tasks.remove(task);
  }
}
