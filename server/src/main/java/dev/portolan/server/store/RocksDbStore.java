package dev.portolan.server.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.Lineage;
import dev.portolan.server.control.RandomName;
import dev.portolan.server.control.RegistryStore;
import dev.portolan.server.control.StoreException;
import dev.portolan.server.control.StoreFailedException;
import dev.portolan.server.control.StoreFullException;
import dev.portolan.server.control.StoredMessage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The registry in a directory of its own, by RocksDB: one synced write per append, all records and
 * the revision in it. Confined to the registry loop's thread; takes the directory at {@link #load},
 * for one hub at a time.
 */
public final class RocksDbStore implements RegistryStore {
  /** Before all records; no record's key begins with 0. */
  static final byte[] REVISION = {0, 'r', 'e', 'v'};

  private final Path path;
  private final FreeSpace space;
  private @Nullable StoreDirectory directory;
  private @Nullable Database database;
  private @Nullable AcknowledgedMark mark;
  private Revision at = Revision.NONE;
  private String start = "";
  private boolean suspect;
  private List<StoredMessage> messages = List.of();

  /** Touches nothing yet. */
  public RocksDbStore(Path directory) {
    this(directory, FreeSpace.STANDARD);
  }

  /**
   * Touches nothing yet.
   *
   * @param reserve bytes of the file system that are left alone
   */
  RocksDbStore(Path directory, long reserve) {
    this.path = directory;
    this.space = new FreeSpace(directory, reserve);
  }

  @Override
  public RegistrySnapshot load() {
    if (directory != null) {
      throw new IllegalStateException(path + " is loaded once per opening");
    }
    StoreDirectory claimed = StoreDirectory.claim(path);
    directory = claimed;
    Database opened = Database.open(claimed.database());
    database = opened;
    AcknowledgedMark acknowledged = AcknowledgedMark.open(claimed.acknowledgedMark());
    mark = acknowledged;
    Optional<RegistrySnapshot> found = read(opened);
    Revision end = found.map(RegistrySnapshot::revision).orElse(Revision.NONE);
    acknowledged.last().ifPresent(last -> requireUpTo(path, last, end, claimed.acknowledgedMark()));
    RegistrySnapshot held = found.orElseGet(() -> create(opened));
    // Some versions wrote judgements and holds into stores of the first format.
    claimed.raise(StoreFormat.of(held));
    at = held.revision();
    acknowledged.advance(at);
    return held;
  }

  @Override
  public List<StoredMessage> takeMessages() {
    List<StoredMessage> taken = messages;
    messages = List.of();
    return taken;
  }

  @Override
  public Lineage begin(String name) {
    StartsFile starts = loaded(directory).starts();
    Lineage lineage = starts.read(at.epoch()).begun(name, at);
    starts.write(lineage);
    start = name;
    return lineage;
  }

  @Override
  public RegistryDelta append(RegistryDelta proposed) {
    if (!proposed.from().equals(at)) {
      throw new IllegalStateException(
          "append from %s to %s in %s, which is at %s"
              .formatted(proposed.from(), proposed.to(), path, at));
    }
    probe();
    Database opened = loaded(database);
    loaded(directory).raise(StoreFormat.of(proposed));
    if (!proposed.to().comparableWith(at)) {
      // Before the write, which is the one that counts: what is left when that fails is a check
      // less. After it, a failure here would be taken for one of the write.
      loaded(directory).starts().write(Lineage.opened(start, proposed.to()));
      loaded(mark).clear();
    }
    try {
      write(opened, proposed);
    } catch (StoreFullException e) {
      suspect = true;
      throw e;
    }
    at = proposed.to();
    if (mark != null) {
      mark.advance(at);
    }
    return proposed;
  }

  @Override
  public void probe() {
    Database opened = loaded(database);
    space.require(0);
    if (suspect) {
      reopen(opened);
    }
  }

  // A write that found no room may have left a part of itself in the log, and RocksDB takes no
  // other until it is sure. Opening anew drops that part, as after a crash.
  private void reopen(Database cut) {
    database = null;
    cut.close();
    Database opened;
    try {
      opened = Database.open(loaded(directory).database());
    } catch (StoreException e) {
      throw new StoreFailedException(
          "the store in %s could not be opened after it was full: %s"
              .formatted(path, e.getMessage()),
          e);
    }
    database = opened;
    Optional<Revision> found = opened.get(REVISION).map(RocksDbStore::revision);
    if (!found.equals(Optional.of(at))) {
      throw new StoreFailedException(
          "the store in %s is at %s after it was full, and was at %s; start the hub again"
              .formatted(path, found.map(Revision::toString).orElse("nothing"), at),
          new IllegalStateException("a write that was refused is there"));
    }
    suspect = false;
  }

  @Override
  public void close() {
    if (database != null) {
      database.close();
      database = null;
    }
    if (mark != null) {
      mark.close();
      mark = null;
    }
    if (directory != null) {
      directory.close();
      directory = null;
    }
  }

  private <T> T loaded(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(path + " is not loaded");
    }
    return part;
  }

  /** RocksDB takes a log whose damage looks like a write cut short for one that ends there. */
  static void requireUpTo(Path path, Revision acknowledged, Revision end, Path markFile) {
    if (!acknowledged.comparableWith(end) || acknowledged.sequence() > end.sequence()) {
      throw new StoreException(
          """
          the store in %s ends at revision %s, but writes up to %s were acknowledged: its log is \
          damaged, or an older database is in its place; restore the whole directory from a backup, \
          or remove %s to go on without these writes"""
              .formatted(path, end, acknowledged, markFile));
    }
  }

  private static RegistrySnapshot create(Database database) {
    RegistryDelta nothing =
        new RegistryDelta(
            Revision.NONE, new Revision(RandomName.next(), 0), new TreeMap<>(), new TreeSet<>());
    write(database, nothing);
    return nothing.applyTo(RegistrySnapshot.EMPTY);
  }

  private static void write(Database database, RegistryDelta delta) {
    try (WriteBatch batch = new WriteBatch()) {
      for (ResourceKey key : delta.removals()) {
        batch.delete(RecordCodec.key(key));
      }
      for (Recorded<?> recorded : delta.upserts().values()) {
        batch.put(RecordCodec.key(recorded.key()), RecordCodec.value(recorded));
      }
      batch.put(REVISION, delta.to().toString().getBytes(US_ASCII));
      database.write(batch);
    } catch (RocksDBException e) {
      throw new StoreException("a change was not written: " + e.getMessage(), e);
    }
  }

  /** All that is stored; nothing if the store is new. */
  private Optional<RegistrySnapshot> read(Database opened) {
    StoredRecords records = new StoredRecords();
    AtomicReference<@Nullable Revision> revision = new AtomicReference<>();
    Collection<Recorded<?>> all;
    try {
      opened.forEach(
          (key, value) -> {
            if (isRevision(key)) {
              revision.set(revision(value));
            } else {
              records.add(key, value);
            }
          });
      all = records.all();
      messages = records.messages();
    } catch (StoreException e) {
      throw new StoreException(
          "the store in %s cannot be read whole: %s; restore it from a backup"
              .formatted(path, e.getMessage()),
          e);
    }
    Revision at = revision.get();
    if (at == null && !all.isEmpty()) {
      throw new StoreException(
          "the store in %s has records but no revision; restore it from a backup".formatted(path));
    }
    return at == null ? Optional.empty() : Optional.of(RegistrySnapshot.of(at, all));
  }

  static boolean isRevision(byte[] key) {
    return Arrays.equals(key, REVISION);
  }

  static Revision revision(byte[] value) {
    String text = new String(value, US_ASCII);
    int dot = text.indexOf('.');
    try {
      return new Revision(text.substring(0, dot), Long.parseLong(text.substring(dot + 1)));
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      throw new StoreException("the stored revision '" + text + "' cannot be read", e);
    }
  }
}
