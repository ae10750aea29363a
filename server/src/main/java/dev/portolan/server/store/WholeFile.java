package dev.portolan.server.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Small files that are replaced as a whole. */
final class WholeFile {
  /** Ends the name of a file that is not in its place yet. */
  static final String FRESH = ".new";

  private WholeFile() {}

  /** Replaces a file, all or nothing; on the disk when this returns. */
  static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + FRESH);
    Files.writeString(fresh, text, US_ASCII);
    sync(fresh, StandardOpenOption.WRITE);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      sync(parent, StandardOpenOption.READ);
    }
  }

  private static void sync(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }
}
