package dev.portolan.bench.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * CPU time of a process, from the scheduler's own account of each thread: nanoseconds, where the
 * process's account has hundredths of a second. What a thread used after the last look and before
 * its end is lost. The JVM's compiler threads are left out: they work for minutes after a start and
 * then no more. Linux only; confined to one thread.
 */
final class ProcessCpu {
  private final Path tasks;
  private final Map<Path, Long> threads = new HashMap<>();
  private final Map<Path, Boolean> compiles = new HashMap<>();
  private long ended;

  ProcessCpu(long pid) {
    this.tasks = Path.of("/proc", Long.toString(pid), "task");
  }

  private static boolean isCompiler(Path task) {
    try {
      return Files.readString(task.resolve("comm")).matches("C[12] Compiler(?s:.*)");
    } catch (IOException ended) {
      return false;
    }
  }

  /** Microseconds since the process began. */
  double micros() {
    Map<Path, Long> now = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
      for (Path task : all) {
        read(task, now);
      }
    } catch (IOException e) {
      throw new IllegalStateException("no account of CPU time in " + tasks, e);
    }
    for (Iterator<Map.Entry<Path, Long>> before = threads.entrySet().iterator();
        before.hasNext(); ) {
      Map.Entry<Path, Long> thread = before.next();
      if (!now.containsKey(thread.getKey())) {
        ended += thread.getValue();
        before.remove();
      }
    }
    threads.putAll(now);
    return (ended + threads.values().stream().mapToLong(Long::longValue).sum()) / 1000.0;
  }

  private void read(Path task, Map<Path, Long> now) {
    try {
      if (compiles.computeIfAbsent(task, ProcessCpu::isCompiler)) {
        return;
      }
      String account = Files.readString(task.resolve("schedstat"));
      now.put(task, Long.parseLong(account.substring(0, account.indexOf(' '))));
    } catch (IOException ended) {
      // Between the listing and the look; counted as ended by the caller.
    }
  }
}
