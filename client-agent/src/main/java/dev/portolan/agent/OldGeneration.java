package dev.portolan.agent;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import javax.management.NotificationEmitter;

/**
 * Keeps the heap near what is alive. The serial collector of newer JDKs (25; that of 17 does not)
 * lets the old generation grow to the heap's limit, by default a quarter of the machine's memory,
 * before it collects it. Collected here when it has grown by a quarter since the last time; whoever
 * does not want that gives {@code -XX:+DisableExplicitGC}, or another collector.
 */
final class OldGeneration {
  private static final String SERIAL = "Tenured Gen";

  /** Bytes; smaller growth is not worth a collection. */
  private static final long LEAST_GROWTH = 4 << 20;

  private final MemoryPoolMXBean pool;

  private OldGeneration(MemoryPoolMXBean pool) {
    this.pool = pool;
  }

  /** From now until the process ends. Nothing happens under other collectors. */
  static void keepSmall() {
    ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals(SERIAL) && pool.isUsageThresholdSupported())
        .map(OldGeneration::new)
        .forEach(OldGeneration::watch);
  }

  private void watch() {
    setThreshold();
    NotificationEmitter memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    memory.addNotificationListener(
        (notification, unused) -> collect(),
        notification ->
            notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
        null);
  }

  private void collect() {
    // It may have been collected since, for another reason.
    if (pool.isUsageThresholdExceeded()) {
      System.gc();
    }
    setThreshold();
  }

  private void setThreshold() {
    long used = pool.getUsage().getUsed();
    long threshold = used + Math.max(LEAST_GROWTH, used / 4);
    long limit = pool.getUsage().getMax();
    pool.setUsageThreshold(limit < 0 ? threshold : Math.min(limit, threshold));
  }
}
