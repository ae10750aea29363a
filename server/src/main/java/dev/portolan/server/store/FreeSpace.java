package dev.portolan.server.store;

import dev.portolan.server.control.StoreFullException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Room on the file system that is left alone: the database needs some to tidy up and to open again,
 * and a write that does not fit must not be begun. Stateless but for where to look.
 *
 * @param directory on the file system
 * @param most bytes that are left alone; on a small file system a twentieth of it
 */
record FreeSpace(Path directory, long most) {
  /** 64 MiB: as much as the write-ahead log grows to. */
  static final long STANDARD = 64L << 20;

  private static final int SMALLEST_PART = 20;

  /**
   * Checks that a write fits.
   *
   * @throws StoreFullException if not
   */
  void require(long bytes) {
    long usable;
    long reserve;
    try {
      FileStore fileStore = Files.getFileStore(directory);
      usable = fileStore.getUsableSpace();
      reserve = Math.min(most, fileStore.getTotalSpace() / SMALLEST_PART);
    } catch (IOException e) {
      return; // Not known: the write itself will tell.
    }
    if (usable < reserve + bytes) {
      throw new StoreFullException(
          "the file system of %s has %d KiB left, of which %d KiB are kept free; make room"
              .formatted(directory, usable >> 10, reserve >> 10));
    }
  }
}
