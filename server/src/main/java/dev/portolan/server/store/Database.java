package dev.portolan.server.store;

import dev.portolan.server.control.StoreException;
import dev.portolan.server.control.StoreFailedException;
import dev.portolan.server.control.StoreFullException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An open RocksDB as the store needs it: write durably, read all. Its faults become {@link
 * StoreException} with the directory in the text. Confined to one thread.
 */
final class Database implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;

  private final Path path;
  private final Options options;
  private final WriteOptions durably;
  private final RocksDB rocks;

  private Database(Path path, Options options, RocksDB rocks) {
    this.path = path;
    this.options = options;
    this.durably = new WriteOptions().setSync(true);
    this.rocks = rocks;
  }

  static Database open(Path path) {
    loadLibrary();
    Options options = options();
    try {
      return new Database(path, options, RocksDB.open(options, path.toString()));
    } catch (RocksDBException e) {
      options.close();
      throw unopened(path, e);
    }
  }

  /** What it means that it cannot be opened. Where only room is missing, nothing else is. */
  static StoreException unopened(Path path, RocksDBException failure) {
    return noRoom(failure)
        ? new StoreFullException(
            "the store in %s has no room to be opened: %s; nothing of it is lost: make room, then start the hub again"
                .formatted(path, failure.getMessage()),
            failure)
        : new StoreException(
            """
            the store in %s cannot be opened: %s; restore it from a backup, or start with an empty \
            directory and let every cluster report again"""
                .formatted(path, failure.getMessage()),
            failure);
  }

  private static boolean noRoom(RocksDBException failure) {
    Status status = failure.getStatus();
    return status != null && status.getSubCode() == Status.SubCode.NoSpace;
  }

  /**
   * Opens it without writing anything.
   *
   * @param leniently what is damaged in the log is passed over
   */
  static Database openReadOnly(Path path, boolean leniently) {
    loadLibrary();
    Options options = options().setCreateIfMissing(false);
    if (leniently) {
      options.setParanoidChecks(false).setWalRecoveryMode(WALRecoveryMode.SkipAnyCorruptedRecords);
    }
    try {
      return new Database(path, options, RocksDB.openReadOnly(options, path.toString()));
    } catch (RocksDBException e) {
      options.close();
      throw new StoreException(
          "the store in %s cannot be opened: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Reads every block of every file and compares it with its checksum. */
  void verifyChecksums() {
    try {
      rocks.verifyChecksum();
    } catch (RocksDBException e) {
      throw new StoreException("the store in %s is damaged: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static void loadLibrary() {
    try {
      RocksDB.loadLibrary();
    } catch (RuntimeException | UnsatisfiedLinkError e) {
      throw new StoreException(
          """
          RocksDB's native library cannot be loaded: %s; java.io.tmpdir must be writable and allow \
          execution"""
              .formatted(e.getMessage()),
          e);
    }
  }

  /**
   * About recovery: every write is synced before it is acknowledged, so only the last,
   * unacknowledged one can be cut short by a crash. {@code TolerateCorruptedTailRecords} drops just
   * that. {@code PointInTimeRecovery} would also drop, silently, acknowledged writes behind a
   * damaged one; {@code AbsoluteConsistency} would refuse to start after every crash in mid-write.
   * Damage that looks like the end of the log is found by {@link AcknowledgedMark}.
   */
  private static Options options() {
    return new Options()
        .setCreateIfMissing(true)
        .setParanoidChecks(true)
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setWriteBufferSize(16 * MEBIBYTE)
        .setMaxTotalWalSize(64 * MEBIBYTE)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MEBIBYTE)
        .setKeepLogFileNum(3)
        .setStatsDumpPeriodSec(0);
  }

  /** All of it or nothing, and on the disk when this returns. */
  void write(WriteBatch batch) {
    try {
      rocks.write(durably, batch);
    } catch (RocksDBException e) {
      throw refusal(path, e);
    }
  }

  /**
   * What a write that failed means. After an error of the disk the kernel may have dropped what was
   * to be synced and say so once only, so there is no second try. That there is no room is known
   * before anything is given up.
   */
  static StoreException refusal(Path path, RocksDBException failure) {
    Status status = failure.getStatus();
    if (noRoom(failure)) {
      return new StoreFullException(
          "the store in %s has no room for a write: %s; make room"
              .formatted(path, failure.getMessage()),
          failure);
    }
    if (status != null
        && (status.getCode() == Status.Code.IOError
            || status.getCode() == Status.Code.Corruption)) {
      return new StoreFailedException(
          """
          the disk failed while the store in %s was written: %s; check the disk, then start the hub \
          again: what was acknowledged is there, or the start says what is not"""
              .formatted(path, failure.getMessage()),
          failure);
    }
    return new StoreException(
        "the store in %s did not take a write: %s; check the disk and its free space"
            .formatted(path, failure.getMessage()),
        failure);
  }

  /** The value of a key. */
  Optional<byte[]> get(byte[] key) {
    try {
      return Optional.ofNullable(rocks.get(key));
    } catch (RocksDBException e) {
      throw new StoreException("RocksDB stopped reading: " + e.getMessage(), e);
    }
  }

  /** Every key and value, sorted by key. */
  void forEach(BiConsumer<byte[], byte[]> reader) {
    try (ReadOptions once = new ReadOptions().setFillCache(false);
        RocksIterator entries = rocks.newIterator(once)) {
      for (entries.seekToFirst(); entries.isValid(); entries.next()) {
        reader.accept(entries.key(), entries.value());
      }
      entries.status();
    } catch (RocksDBException e) {
      throw new StoreException("RocksDB stopped reading: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    rocks.close();
    durably.close();
    options.close();
  }
}
