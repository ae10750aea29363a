package dev.portolan.it.faults;

import dev.portolan.it.peers.TiedProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;

/**
 * A small file system in memory, seen by those who are launched on it and by nobody else: it is
 * mounted in a mount namespace that a process keeps, and goes with that. Confined to one thread.
 */
final class SmallDisk implements AutoCloseable {
  private static final String BALLAST = "ballast";

  private final TiedProcess keeper;
  private final Path seen;

  private SmallDisk(TiedProcess keeper, Path directory) {
    this.keeper = keeper;
    this.seen =
        Path.of("/proc", Long.toString(keeper.pid()), "root")
            .resolve(directory.toString().substring(1));
  }

  /**
   * Of so many MiB in a directory, empty; where that may not be mounted, the running test is
   * skipped.
   */
  static SmallDisk at(Path directory, int mebibytes) throws IOException {
    Path at = Files.createDirectories(directory).toAbsolutePath();
    Files.writeString(at.resolve("hidden"), "by what is mounted");
    TiedProcess keeper =
        TiedProcess.start(
            at.resolveSibling("."),
            Map.of(),
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=%dm tmpfs '%s' && exec sleep 3600"
                    .formatted(mebibytes, at)));
    SmallDisk disk = new SmallDisk(keeper, at);
    try {
      keeper.awaitReady(
          () -> Files.isDirectory(disk.seen) && !Files.exists(disk.seen.resolve("hidden")),
          Duration.ofSeconds(10));
    } catch (IllegalStateException | ConditionTimeoutException e) {
      keeper.close();
      Assumptions.abort("unshare -m and mount -t tmpfs are not possible here: " + e.getMessage());
    }
    return disk;
  }

  /** Puts a process on it. */
  Launch launch() {
    return new Launch(Map.of(), List.of("nsenter", "-t", Long.toString(keeper.pid()), "-m", "--"));
  }

  /** Takes all the room that there is. */
  void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream ballast = Files.newOutputStream(seen.resolve(BALLAST))) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      if (seen.toFile().getUsableSpace() > 0) {
        throw e;
      }
    }
  }

  /** Gives the room back. */
  void makeRoom() throws IOException {
    Files.delete(seen.resolve(BALLAST));
  }

  @Override
  public void close() {
    keeper.close();
  }
}
