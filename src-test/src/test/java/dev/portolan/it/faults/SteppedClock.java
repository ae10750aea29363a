package dev.portolan.it.faults;

import dev.portolan.it.peers.Provisioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The wall clock of the processes that are launched by it, which somebody sets; their monotonic
 * clock goes on. By libfaketime; where that is not there, the running test is skipped.
 */
final class SteppedClock {
  /** Within that time processes see the clock that has been set. */
  static final Duration SEEN = Duration.ofSeconds(1);

  private final Path library = Provisioned.faketime();
  private final Path file;

  /** A clock that is right. */
  SteppedClock(Path file) throws IOException {
    this.file = file.toAbsolutePath();
    set(Duration.ZERO);
  }

  /** Sets it to that much after the right time, or before. */
  void set(Duration offset) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, "%+d%n".formatted(offset.toSeconds()));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  Launch launch() {
    return new Launch(
        Map.of(
            "LD_PRELOAD",
            library.toString(),
            "FAKETIME_TIMESTAMP_FILE",
            file.toString(),
            "FAKETIME_CACHE_DURATION",
            Long.toString(SEEN.toSeconds()),
            "FAKETIME_DONT_FAKE_MONOTONIC",
            "1",
            // A correction for systems that wait by the wrong clock; a JVM stands still by it.
            "FAKETIME_FORCE_MONOTONIC_FIX",
            "0",
            "NO_FAKE_STAT",
            "1"),
        List.of());
  }
}
