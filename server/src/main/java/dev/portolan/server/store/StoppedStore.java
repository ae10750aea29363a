package dev.portolan.server.store;

import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.RandomName;
import dev.portolan.server.control.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What can be done to a store while no hub runs on it: the last resort, when a backup is missing or
 * in doubt. Every operation takes the directory's lock, so none runs beside a hub.
 */
public final class StoppedStore {
  /** The format in which everything can be said. */
  public static final int NEWEST_FORMAT = StoreFormat.NEWEST;

  private final Path directory;

  public StoppedStore(Path directory) {
    this.directory = directory;
  }

  /**
   * What an operation found.
   *
   * @param records by kind, in words
   * @param skipped entries that could not be read and were left out
   * @param newer records of a later format, left out because an earlier one was asked for
   */
  public record Summary(Revision revision, Map<String, Long> records, int skipped, int newer) {}

  /**
   * Reads everything, changes nothing.
   *
   * @throws dev.portolan.server.control.StoreInUseException if a hub runs on it
   * @throws StoreException if something is damaged or missing
   */
  public Summary verify() {
    try (StoreDirectory claimed = StoreDirectory.claimExisting(directory);
        Database database = Database.openReadOnly(claimed.database(), false)) {
      database.verifyChecksums();
      List<Recorded<?>> records = new ArrayList<>();
      Revision revision =
          read(
              database,
              records,
              damage -> {
                throw damage;
              });
      Path mark = claimed.acknowledgedMark();
      if (Files.exists(mark)) {
        try (AcknowledgedMark acknowledged = AcknowledgedMark.open(mark)) {
          acknowledged
              .last()
              .ifPresent(last -> RocksDbStore.requireUpTo(directory, last, revision, mark));
        }
      }
      return summary(revision, records, 0, 0);
    }
  }

  /**
   * Writes all records to a file; changes nothing in the store.
   *
   * @param salvage leaves out what is damaged instead of failing
   * @param format leaves out what hubs that know this format only could not read
   */
  public Summary exportTo(Path file, boolean salvage, int format) {
    try (StoreDirectory claimed = StoreDirectory.claimExisting(directory);
        Database database = Database.openReadOnly(claimed.database(), salvage)) {
      List<Recorded<?>> records = new ArrayList<>();
      List<StoreException> damages = new ArrayList<>();
      Revision revision =
          read(
              database,
              records,
              damage -> {
                if (!salvage) {
                  throw damage;
                }
                damages.add(damage);
              });
      int all = records.size();
      records.removeIf(recorded -> StoreFormat.isNewer(recorded, format));
      ExportFile.write(file, revision, records);
      return summary(revision, records, damages.size(), all - records.size());
    }
  }

  /**
   * Makes a new store of a file's records, in an epoch of its own. No report counts as complete in
   * it: what the file does not hold is kept by agents until its cluster has listed again.
   */
  public Summary importFrom(Path file) {
    ExportFile.Content content = ExportFile.read(file);
    StoreDirectory.requireNone(directory);
    SortedMap<ResourceKey, Recorded<?>> records = new TreeMap<>();
    for (Recorded<?> recorded : content.records()) {
      records.put(recorded.key(), listedAnew(recorded));
    }
    try (RocksDbStore store = new RocksDbStore(directory)) {
      Revision created = store.load().revision();
      store.begin(RandomName.next());
      Revision revision = created.at(content.revision().sequence() + 1);
      store.append(new RegistryDelta(created, revision, records, new TreeSet<>()));
      return summary(revision, List.copyOf(records.values()), 0, 0);
    }
  }

  private static Recorded<?> listedAnew(Recorded<?> recorded) {
    return recorded.resource() instanceof ReportProgress known
        ? new Recorded<>(
            new ReportProgress(known.key(), known.incarnation(), known.batch(), false, false),
            recorded.provenance())
        : recorded;
  }

  private Revision read(
      Database database, List<Recorded<?>> records, Consumer<StoreException> damage) {
    Optional<Revision> revision = database.get(RocksDbStore.REVISION).map(RocksDbStore::revision);
    if (revision.isEmpty()) {
      throw new StoreException("the store in %s has no revision".formatted(directory));
    }
    try {
      database.forEach(
          (key, value) -> {
            try {
              if (!RocksDbStore.isRevision(key)) {
                records.add(RecordCodec.decode(key, value));
              }
            } catch (StoreException e) {
              damage.accept(e);
            }
          });
    } catch (StoreException e) {
      damage.accept(e);
    }
    return revision.get();
  }

  private static Summary summary(
      Revision revision, List<Recorded<?>> records, int skipped, int newer) {
    Map<String, Long> counts = new TreeMap<>();
    for (Recorded<?> recorded : records) {
      counts.merge(recorded.key().kind().name().toLowerCase(java.util.Locale.ROOT), 1L, Long::sum);
    }
    return new Summary(revision, counts, skipped, newer);
  }
}
