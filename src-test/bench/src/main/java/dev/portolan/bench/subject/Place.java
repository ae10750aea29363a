package dev.portolan.bench.subject;

import dev.portolan.bench.process.Parts;
import dev.portolan.bench.process.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where servers are started: a directory for their files and logs.
 *
 * @param parts programs that are not ours
 */
public record Place(Path directory, Parts parts) {
  private static final AtomicInteger NEXT = new AtomicInteger();

  /** Starts one of the roles in a JVM with a heap of so many mebibytes. */
  ServerProcess role(Class<?> role, int heap, List<String> words) {
    return ServerProcess.role(
        directory,
        role.getSimpleName() + "-" + NEXT.incrementAndGet(),
        List.of("-Xms" + heap / 4 + "m", "-Xmx" + heap + "m"),
        role.getName(),
        words);
  }

  /** A directory that nobody has yet; not made. */
  public Path fresh(String name) {
    return directory.resolve(name + "-" + NEXT.incrementAndGet());
  }
}
