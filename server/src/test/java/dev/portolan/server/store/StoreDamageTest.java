package dev.portolan.server.store;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.server.control.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What damage to the files of a store can do: a write is there wholly or not at all, and what was
 * acknowledged is there or the store is refused.
 */
final class StoreDamageTest {
  /** RocksDB cuts its log into blocks of this size; a larger write is in several. */
  private static final int LOG_BLOCK = 32 * 1024;

  private static final int LOG_HEADER = 7;

  @TempDir private Path parent;
  private int copies;

  @Test
  void aLargeWriteThatACrashCutShortIsWhollyThereOrNotAtAll() throws IOException {
    Path directory = parent.resolve("hub");
    List<RegistrySnapshot> states = write(directory, 1, 1200);
    Path log = newest(directory, ".log");
    byte[] whole = Files.readAllBytes(log);
    assertThat(whole.length).isGreaterThan(LOG_BLOCK + 1000);

    SortedSet<Integer> lengths = new TreeSet<>(List.of(whole.length - 1, whole.length));
    for (int block = LOG_BLOCK; block < whole.length; block += LOG_BLOCK) {
      for (int near = -LOG_HEADER - 1; near <= LOG_HEADER + 1; near += 4) {
        lengths.add(block + near);
      }
    }
    for (int length = whole.length - 1; length > 400; length -= whole.length / 12) {
      lengths.add(length);
    }
    for (int length : lengths) {
      Path copy = copy(directory);
      Files.write(copy.resolve(directory.relativize(log)), Arrays.copyOf(whole, length));
      // A crash during a write comes before its acknowledgement.
      Files.delete(copy.resolve("ACKNOWLEDGED"));
      assertThat(read(copy))
          .as("cut at %d of %d", length, whole.length)
          .isEqualTo(states.get(length == whole.length ? 2 : 1));
    }
  }

  @Test
  void aCrashAtAnyByteOfTheLastTwoWritesLeavesWholeWrites() throws IOException {
    Path directory = parent.resolve("hub");
    write(directory, 1);
    List<RegistrySnapshot> states = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    try (RocksDbStore store = new RocksDbStore(directory)) {
      RegistrySnapshot held = store.load();
      states.add(held);
      ends.add(Files.size(newest(directory, ".log")));
      for (int write = 1; write <= 2; write++) {
        held = store.append(change(held, 1)).applyTo(held);
        states.add(held);
        ends.add(Files.size(newest(directory, ".log")));
      }
    }
    Path log = newest(directory, ".log");
    byte[] whole = Files.readAllBytes(log);
    for (int length = Math.toIntExact(ends.get(0)); length <= ends.get(2); length++) {
      Path copy = copy(directory);
      Files.write(copy.resolve(directory.relativize(log)), Arrays.copyOf(whole, length));
      Files.delete(copy.resolve("ACKNOWLEDGED"));
      int there = length == ends.get(2) ? 2 : length >= ends.get(1) ? 1 : 0;
      assertThat(read(copy))
          .as("cut at %d of %d", length, whole.length)
          .isEqualTo(states.get(there));
      deleteAll(copy);
    }
  }

  @Test
  void noDamagedByteOfTheLogCostsAnAcknowledgedWriteSilently() throws IOException {
    Path directory = parent.resolve("hub");
    List<RegistrySnapshot> states = write(directory, 1, 1, 1);
    Path log = newest(directory, ".log");
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < Files.size(log); i++) {
      positions.add(i);
    }
    damage(directory, log, positions, states.get(3));
  }

  @Test
  void aDamagedLengthInTheLogIsRefusedWithTheRemedy() throws IOException {
    Path directory = parent.resolve("hub");
    write(directory, 1, 1, 1);
    Path log = newest(directory, ".log");
    byte[] bytes = Files.readAllBytes(log);
    bytes[5] = (byte) ~bytes[5]; // the higher byte of the first record's length
    Files.write(log, bytes);

    assertThatThrownBy(() -> read(directory))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(directory.toString(), "backup");
  }

  @Test
  void noDamagedByteOfATableCostsARecordSilently() throws IOException {
    Path directory = parent.resolve("hub");
    List<RegistrySnapshot> states = write(directory, 40, 1);
    read(directory); // a start moves what the log holds into a table
    Path table = newest(directory, ".sst");
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < Files.size(table); i += (int) Files.size(table) / 60) {
      positions.add(i);
    }
    assertThat(damage(directory, table, positions, states.get(2))).isPositive();
  }

  @Test
  void anOlderDatabaseInTheSameDirectoryIsRefused() throws IOException {
    Path directory = parent.resolve("hub");
    write(directory, 1);
    Path older = copy(directory);
    append(directory, 1);
    deleteAll(directory.resolve("db"));
    Files.move(older.resolve("db"), directory.resolve("db"));

    assertThatThrownBy(() -> read(directory))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("ACKNOWLEDGED", "backup");
  }

  /** Flips bytes, each in a copy of its own; how many of them were refused. */
  private int damage(Path directory, Path file, List<Integer> positions, RegistrySnapshot whole)
      throws IOException {
    byte[] good = Files.readAllBytes(file);
    int refused = 0;
    for (int position : positions) {
      Path copy = copy(directory);
      byte[] bad = good.clone();
      bad[position] = (byte) ~bad[position];
      Files.write(copy.resolve(directory.relativize(file)), bad);
      try {
        assertThat(read(copy)).as("byte %d of %s", position, file.getFileName()).isEqualTo(whole);
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining(copy.toString()).hasMessageContaining("backup");
        refused++;
      }
      deleteAll(copy);
    }
    return refused;
  }

  /** The state before all writes, and after each; a write has that many records. */
  private static List<RegistrySnapshot> write(Path directory, int... records) {
    return append(directory, records);
  }

  private static List<RegistrySnapshot> append(Path directory, int... records) {
    List<RegistrySnapshot> states = new ArrayList<>();
    try (RocksDbStore store = new RocksDbStore(directory)) {
      states.add(store.load());
      for (int count : records) {
        RegistrySnapshot held = states.get(states.size() - 1);
        states.add(store.append(change(held, count)).applyTo(held));
      }
    }
    return states;
  }

  private static RegistrySnapshot read(Path directory) {
    try (RocksDbStore store = new RocksDbStore(directory)) {
      return store.load();
    }
  }

  private static RegistryDelta change(RegistrySnapshot held, int records) {
    long next = held.revision().sequence() + 1;
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    for (int i = 0; i < records; i++) {
      Recorded<?> recorded =
          new Recorded<>(
              service(EAST, "service-" + next + "-" + i, 80),
              new Provenance(next, next, Instant.EPOCH));
      upserts.put(recorded.key(), recorded);
    }
    return new RegistryDelta(held.revision(), held.revision().next(), upserts, new TreeSet<>());
  }

  private Path copy(Path directory) throws IOException {
    Path copy = parent.resolve("copy-" + copies++);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(directory.relativize(file)));
      }
    }
    return copy;
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path newest(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("db"))) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }
}
