package dev.portolan.bench.figure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a run took place.
 *
 * @param memoryGiB of the machine; 0 when it cannot be told
 */
public record Machine(String processor, int cores, double memoryGiB, String system, String jdk) {

  /** This one. */
  public static Machine here() {
    return new Machine(
        line("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        kibibytes(line("/proc/meminfo", "MemTotal")) / (1 << 20),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  /** The system's load average over the last minute; negative when it has none. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s, %d cores, %.0f GiB, %s, %s", processor, cores, memoryGiB, system, jdk);
  }

  private static String line(String file, String key) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        if (line.startsWith(key)) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException noSuchFile) {
      // Not every system has it; the report then says so.
    }
    return "unknown";
  }

  private static double kibibytes(String text) {
    String digits = text.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Double.parseDouble(digits);
  }
}
