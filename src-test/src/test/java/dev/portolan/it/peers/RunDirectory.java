package dev.portolan.it.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a test run keeps its logs and its data: a directory of its own, named by the JVM's process
 * id, so that two runs of one checkout do not meet. Making one removes those of runs that ended.
 *
 * @param path absolute
 */
record RunDirectory(Path path) {
  static RunDirectory create(Path parent) {
    try {
      Files.createDirectories(parent);
      try (Stream<Path> runs = Files.list(parent)) {
        for (Path run : runs.filter(RunDirectory::isOver).toList()) {
          delete(run);
        }
      }
      Path path = parent.resolve(Long.toString(ProcessHandle.current().pid()));
      return new RunDirectory(Files.createDirectories(path).toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A directory of its own in it. */
  Path directory(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOver(Path run) {
    String name = run.getFileName().toString();
    return name.matches("[0-9]{1,18}")
        && (ProcessHandle.of(Long.parseLong(name)).isEmpty()
            || Long.parseLong(name) == ProcessHandle.current().pid());
  }

  private static void delete(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
