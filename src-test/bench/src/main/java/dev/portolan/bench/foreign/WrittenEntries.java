package dev.portolan.bench.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The ServiceEntries in an agent's directory. Used by one thread. */
public final class WrittenEntries {
  private static final long STEP = TimeUnit.MICROSECONDS.toNanos(200);
  private final Path directory;
  private final Map<String, Path> files = new HashMap<>();

  public WrittenEntries(Path directory) {
    this.directory = directory;
  }

  /**
   * Waits until a service's entry has an address.
   *
   * @throws IllegalStateException if it has not within so many seconds
   */
  public void await(String service, String address, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!has(service, "address: " + address + "\n")) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "no entry of %s has %s within %d s".formatted(service, address, seconds));
      }
      LockSupport.parkNanos(STEP);
    }
  }

  private boolean has(String service, String text) {
    try {
      Path file = files.get(service);
      if (file == null) {
        Optional<Path> found = find(service);
        found.ifPresent(each -> files.put(service, each));
        return found.isPresent() && Files.readString(found.get()).contains(text);
      }
      return Files.readString(file).contains(text);
    } catch (NoSuchFileException e) {
      return false; // about to be replaced
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Path> find(String service) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(
              file ->
                  file.getFileName().toString().contains(".serviceentry.portolan-" + service + "-"))
          .findAny();
    }
  }
}
