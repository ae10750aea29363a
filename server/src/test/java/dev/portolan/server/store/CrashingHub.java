package dev.portolan.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Starts {@link CrashingHubMain} in processes of their own, each soon: RocksDB's library is
 * unpacked once and not by every life, and what makes a long life fast is left out.
 */
final class CrashingHub {
  private final Path libraries;

  private CrashingHub(Path libraries) {
    this.libraries = libraries;
  }

  /** With a directory for what is kept between starts. */
  static CrashingHub prepared(Path directory) throws IOException {
    Files.createDirectories(directory);
    // RocksDB looks for its library by this name before it unpacks its own.
    String name = Environment.getJniLibraryFileName("rocksdb");
    try (InputStream packed = RocksDB.class.getClassLoader().getResourceAsStream(name)) {
      if (packed != null) {
        Files.copy(packed, directory.resolve(name));
      }
    }
    return new CrashingHub(directory);
  }

  /** A life on a directory. */
  Process start(Path directory, long seed, String point) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Xmx256m",
                "-Djava.library.path=" + libraries,
                "-cp",
                System.getProperty("java.class.path"),
                CrashingHubMain.class.getName(),
                directory.toString(),
                Long.toString(seed),
                point))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
