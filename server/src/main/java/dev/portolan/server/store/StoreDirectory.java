package dev.portolan.server.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.portolan.server.control.StoreException;
import dev.portolan.server.control.StoreInUseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The data directory while this process has it for itself. Holds {@code FORMAT} (what is written
 * here, in plain text), {@code LOCK} (who writes), {@code ACKNOWLEDGED} (up to where it was),
 * {@code STARTS} (who has written) and {@code db}. The format is looked at before anything is
 * touched, so that an older hub leaves a newer hub's data as it was.
 */
final class StoreDirectory implements AutoCloseable {
  private static final String FORMAT_FILE = "FORMAT";
  private static final String LOCK_FILE = "LOCK";
  private static final Pattern FORMAT_LINE = Pattern.compile("portolan-store (\\d{1,9})\\n");
  // What a new store may find: leftovers of a start that was cut short, and of a fresh file system.
  private static final Set<String> HARMLESS =
      Set.of(LOCK_FILE, FORMAT_FILE + WholeFile.FRESH, "lost+found");

  private final Path directory;
  private final FileChannel lock;
  private int format;

  private StoreDirectory(Path directory, FileChannel lock, int format) {
    this.directory = directory;
    this.lock = lock;
    this.format = format;
  }

  /**
   * Takes the directory, which is created if it is not there.
   *
   * @throws StoreException if it cannot be had or holds something else
   */
  static StoreDirectory claim(Path directory) {
    return claim(directory, StoreFormat.NEWEST);
  }

  /** The same for a hub that knows formats up to {@code newest}. */
  static StoreDirectory claim(Path directory, int newest) {
    try {
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw new StoreException("data directory %s is not a directory".formatted(directory));
      }
      Files.createDirectories(directory);
      OptionalInt found = readFormat(directory, newest);
      FileChannel lock = lock(directory);
      if (found.isEmpty()) {
        writeFormat(directory, StoreFormat.OLDEST);
      }
      return new StoreDirectory(directory, lock, found.orElse(StoreFormat.OLDEST));
    } catch (IOException e) {
      throw new StoreException(
          "data directory %s cannot be used: %s; it must be writable for the hub"
              .formatted(directory, e),
          e);
    }
  }

  /**
   * Takes a directory that is a store already; makes nothing.
   *
   * @throws StoreException if it cannot be had or holds no store
   */
  static StoreDirectory claimExisting(Path directory) {
    if (!Files.exists(directory.resolve(FORMAT_FILE))) {
      throw new StoreException("%s holds no store".formatted(directory));
    }
    return claim(directory);
  }

  /**
   * Takes a directory for a store that is not there yet.
   *
   * @throws StoreException if it cannot be had or holds something
   */
  static void requireNone(Path directory) {
    if (Files.exists(directory.resolve(FORMAT_FILE))) {
      throw new StoreException("%s holds a store; name an empty directory".formatted(directory));
    }
  }

  /**
   * Marks the store as one of a format, unless it is of that or a later one: to be done before the
   * first record is written that an older hub cannot read. On the disk when this returns.
   *
   * @throws StoreException if it cannot be; then the store is as it was
   */
  void raise(int needed) {
    if (needed <= format) {
      return;
    }
    try {
      writeFormat(directory, needed);
    } catch (IOException e) {
      throw new StoreException(
          "the store in %s could not be marked as one of format %d: %s"
              .formatted(directory, needed, e),
          e);
    }
    format = needed;
  }

  Path database() {
    return directory.resolve("db");
  }

  Path acknowledgedMark() {
    return directory.resolve("ACKNOWLEDGED");
  }

  /** Who has written here. */
  StartsFile starts() {
    return new StartsFile(directory.resolve("STARTS"));
  }

  /** Where the directory is, for messages. */
  @Override
  public String toString() {
    return directory.toString();
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StoreException("the lock of %s was not released: %s".formatted(directory, e), e);
    }
  }

  /** Empty if the directory is new; throws if it holds what this hub must not touch. */
  private static OptionalInt readFormat(Path directory, int newest) throws IOException {
    String line;
    try {
      line = Files.readString(directory.resolve(FORMAT_FILE), US_ASCII);
    } catch (NoSuchFileException e) {
      requireEmpty(directory);
      return OptionalInt.empty();
    }
    Matcher format = FORMAT_LINE.matcher(line);
    if (!format.matches()) {
      throw new StoreException(
          "%s does not name the format of a store; restore the directory from a backup"
              .formatted(directory.resolve(FORMAT_FILE)));
    }
    int found = Integer.parseInt(format.group(1));
    if (found > newest) {
      throw new StoreException(
          """
          data directory %s has format %d, this hub reads up to %d; nothing was touched. Start the \
          hub version that wrote it, or take the records over: 'portolan server store export \
          --format %d' by that version, 'import' by this one"""
              .formatted(directory, found, newest, newest));
    }
    return OptionalInt.of(found);
  }

  private static void requireEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> !HARMLESS.contains(name))
          .sorted()
          .findFirst()
          .ifPresent(
              name -> {
                throw new StoreException(
                    "data directory %s holds '%s' and no store; name an empty directory"
                        .formatted(directory, name));
              });
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      held = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another hub in this process: the same answer as for another process.
    } finally {
      if (!held) {
        channel.close();
      }
    }
    if (!held) {
      throw new StoreInUseException(
          "data directory %s is in use by another hub; stop it, or name another directory"
              .formatted(directory));
    }
    return channel;
  }

  /** On the disk before the first record is. */
  private static void writeFormat(Path directory, int format) throws IOException {
    WholeFile.write(directory.resolve(FORMAT_FILE), "portolan-store " + format + "\n");
  }
}
