package dev.portolan.agent;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Holds 20 MiB and goes on replacing them, so slowly that everything has grown old before it dies.
 * Says how many bytes were alive, and the most that the heap had in the second half.
 */
public final class AgeingGarbageMain {
  private static final int ALIVE = 20_000;
  private static final int REPLACED = 20 * ALIVE;
  private static final int EACH = 1024;
  private static final int PAUSE_EVERY = 4_000;

  private AgeingGarbageMain() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws InterruptedException {
    OldGeneration.keepSmall();
    byte[][] held = new byte[ALIVE][];
    long most = 0;
    for (int i = 0; i < REPLACED; i++) {
      held[i % ALIVE] = new byte[EACH];
      if (i % PAUSE_EVERY == 0) {
        // A moment for the collection, which another thread begins.
        TimeUnit.MILLISECONDS.sleep(20);
        long committed = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
        most = i < REPLACED / 2 ? 0 : Math.max(most, committed);
      }
    }
    System.out.println((long) ALIVE * EACH + " " + most);
    if (held.length != ALIVE) {
      throw new IllegalStateException("kept alive until here");
    }
  }
}
