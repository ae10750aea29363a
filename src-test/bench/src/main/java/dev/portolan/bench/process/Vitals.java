package dev.portolan.bench.process;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What a JVM's memory holds. */
final class Vitals {
  private Vitals() {}

  /**
   * Live heap bytes and Netty's direct bytes, after a full collection, separated by a blank. Two
   * collections, because what the first one finalises is there until the second.
   */
  static String live() {
    System.gc();
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return String.format(Locale.ROOT, "%d %d", heap, PlatformDependent.usedDirectMemory());
  }
}
