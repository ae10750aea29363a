package dev.portolan.agent.cache;

import dev.portolan.registry.OriginId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One cluster's directory, while this process has it for itself. Each cluster has its own below the
 * one that is configured, so agents that share a configuration do not share a memory.
 */
public final class StateDirectory implements AutoCloseable {
  private final Path directory;
  private final FileChannel lock;

  private StateDirectory(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Takes {@code <root>/<cluster>}, which is created if it is not there.
   *
   * @throws StateException if it cannot be written, or another process has it
   */
  public static StateDirectory claim(Path root, OriginId cluster) {
    Path directory = root.resolve(cluster.value());
    try {
      Files.createDirectories(directory);
      return new StateDirectory(directory, lock(directory));
    } catch (IOException e) {
      throw new StateException(
          "state directory %s cannot be used: %s; it must be writable for the agent"
              .formatted(directory, e),
          e);
    }
  }

  /** What was received from the hub. */
  Path journal() {
    return directory.resolve("received.journal");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StateException("the lock of %s was not released: %s".formatted(directory, e), e);
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      held = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another agent in this process: the same answer as for another process.
    } finally {
      if (!held) {
        channel.close();
      }
    }
    if (!held) {
      throw new StateException(
          "state directory %s is in use by another agent; stop it, or name another --state-directory"
              .formatted(directory));
    }
    return channel;
  }
}
