package dev.portolan.server.store;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.control.Lineage;
import dev.portolan.server.control.StoreException;
import dev.portolan.server.control.StoredMessage;
import dev.portolan.wire.Standing;
import dev.portolan.wire.xds.RecordBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** What a hub finds when its data directory is not as a hub leaves it. */
final class RocksDbDirectoryTest {
  /** What the hub after this one marks a store with. */
  private static final String LATER = "portolan-store %d\n".formatted(StoreFormat.NEWEST + 1);

  @TempDir Path parent;
  private Path directory;

  @BeforeEach
  void nameDirectory() {
    directory = parent.resolve("a/hub");
  }

  /** A store with that many acknowledged writes. */
  private RegistrySnapshot write(int writes) {
    try (RocksDbStore store = new RocksDbStore(directory)) {
      RegistrySnapshot held = store.load();
      for (int i = 0; i < writes; i++) {
        held = store.append(change(held)).applyTo(held);
      }
      return held;
    }
  }

  private static RegistryDelta change(RegistrySnapshot held) {
    long next = held.revision().sequence() + 1;
    Recorded<?> recorded =
        new Recorded<>(
            service(EAST, "service-" + next, 80), new Provenance(next, next, Instant.EPOCH));
    return new RegistryDelta(
        held.revision(),
        held.revision().next(),
        new TreeMap<>(Map.of(recorded.key(), recorded)),
        new TreeSet<>());
  }

  private RegistrySnapshot read() {
    try (RocksDbStore store = new RocksDbStore(directory)) {
      return store.load();
    }
  }

  @Test
  void givesAwayOnceTheMessagesOfWhatItRead() {
    write(3);
    try (RocksDbStore store = new RocksDbStore(directory)) {
      RegistrySnapshot held = store.load();
      List<StoredMessage> messages = store.takeMessages();

      assertThat(messages).hasSize(3);
      for (StoredMessage each : messages) {
        Recorded<?> record = held.find(each.key()).orElseThrow();
        assertThat(each.bytes())
            .isEqualTo(RecordBytes.of(record, Standing.NONE).message().toByteArray());
      }
      assertThat(store.takeMessages()).isEmpty();
    }
  }

  private void assertRefused(String... texts) {
    assertThatThrownBy(this::read)
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(texts);
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file.toString(), Files.getLastModifiedTime(file) + "/" + Files.size(file));
      }
    }
    return contents;
  }

  @Test
  void aMissingDirectoryIsCreated() {
    RegistrySnapshot before = write(1);

    assertThat(read()).isEqualTo(before);
  }

  @Test
  void aSecondHubIsToldThatTheDirectoryIsInUse() {
    try (RocksDbStore first = new RocksDbStore(directory)) {
      RegistrySnapshot held = first.load();

      assertRefused(directory.toString(), "in use by another hub");

      first.append(change(held));
    }
    assertThat(read().revision().sequence()).isEqualTo(1);
  }

  @Test
  void aNewerFormatIsRefusedBeforeAnythingIsTouched() throws IOException {
    write(1);
    Files.writeString(directory.resolve("FORMAT"), LATER);
    Map<String, String> before = contents();

    assertRefused(
        directory.toString(),
        "format " + (StoreFormat.NEWEST + 1),
        "reads up to " + StoreFormat.NEWEST,
        "--format " + StoreFormat.NEWEST);

    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void aDirectoryWithoutStartsIsTaken() throws IOException {
    write(3);
    Files.deleteIfExists(directory.resolve("STARTS"));

    try (RocksDbStore store = new RocksDbStore(directory)) {
      store.load();
      assertThat(store.begin("000000000000000b").starts())
          .containsExactly(new Lineage.Start("000000000000000b", 4));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense\n", "epoch 00000000000000aa\nstart 1 from x\n", "epoch 0\n"})
  void unreadableStartsAreForgotten(String text) throws IOException {
    write(3);
    Files.writeString(directory.resolve("STARTS"), text);

    try (RocksDbStore store = new RocksDbStore(directory)) {
      store.load();
      assertThat(store.begin("000000000000000b").starts()).hasSize(1);
    }
  }

  @Test
  void aCrashWhileAnotherEpochBeginsLeavesEitherOne() throws IOException {
    RegistrySnapshot held = write(1);
    Files.writeString(
        directory.resolve("STARTS"), "epoch 00000000000000ee\nstart 000000000000000a from 2\n");
    Files.write(directory.resolve("ACKNOWLEDGED"), new byte[0]);

    try (RocksDbStore store = new RocksDbStore(directory)) {
      assertThat(store.load()).isEqualTo(held);
      assertThat(store.begin("000000000000000b").starts())
          .containsExactly(new Lineage.Start("000000000000000b", 2));
    }
  }

  @Test
  void anUnreadableFormatIsRefused() throws IOException {
    write(1);
    Files.writeString(directory.resolve("FORMAT"), "");

    assertRefused(directory.resolve("FORMAT").toString(), "does not name the format");
  }

  @Test
  void aDirectoryWithOtherThingsIsLeftAlone() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("photo.jpg"), "");

    assertRefused(directory.toString(), "'photo.jpg'", "empty directory");

    assertThat(contents()).containsOnlyKeys(directory.resolve("photo.jpg").toString());
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
    Files.createDirectories(parent.resolve("a"));
    Files.writeString(directory, "");

    assertRefused(directory.toString(), "is not a directory");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsRefused() throws IOException {
    Files.writeString(parent.resolve("a"), "");

    assertRefused(directory.toString(), "cannot be used");
  }

  @Test
  void aDirectoryIsFreeAgainAfterAFailedLoad() throws IOException {
    write(1);
    Path format = directory.resolve("FORMAT");
    String good = Files.readString(format);
    Files.writeString(format, LATER);
    assertRefused("format " + (StoreFormat.NEWEST + 1));

    Files.writeString(format, good);

    assertThat(read().revision().sequence()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 40})
  void aWriteCutShortIsDroppedAndAllBeforeItKept(int bytes) throws IOException {
    write(3);
    Path log = writeAheadLog();

    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.setLength(file.length() - bytes);
    }
    // A crash during a write comes before its acknowledgement.
    Files.delete(directory.resolve("ACKNOWLEDGED"));

    RegistrySnapshot found = read();
    assertThat(found.revision().sequence()).isEqualTo(2);
    assertThat(found.hosts()).hasSize(2);
  }

  @Test
  void damageBeforeTheLastWriteIsRefused() throws IOException {
    write(3);
    Path log = writeAheadLog();

    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int old = file.read();
      file.seek(file.length() / 2);
      file.write(~old);
    }

    assertRefused(directory.toString(), "cannot be opened", "backup");
  }

  @Test
  void aRecordThatCannotBeReadIsNamed() throws RocksDBException {
    write(1);
    overwrite("seast-1/bookinfo/service-1", new byte[] {1, 2, 3});

    assertRefused(directory.toString(), "SERVICE east-1/bookinfo/service-1");
  }

  @Test
  void aRecordOfAnUnknownKindIsNamed() throws RocksDBException {
    write(1);
    overwrite("?east-1", new byte[0]);

    assertRefused(directory.toString(), "'east-1'", "unknown kind");
  }

  @Test
  void aRecordUnderTheKeyOfAnotherIsNamed() throws RocksDBException {
    write(1);
    overwrite("reast-1", new byte[42]);
    assertThat(read().progress(EAST).batch()).isZero();

    overwrite("rEAST", new byte[42]);

    assertRefused("REPORT EAST");
  }

  private void overwrite(String key, byte[] value) throws RocksDBException {
    try (Options options = new Options();
        RocksDB rocks = RocksDB.open(options, directory.resolve("db").toString())) {
      rocks.put(key.getBytes(StandardCharsets.US_ASCII), value);
    }
  }

  /** Where the last writes are; each start begins a new one. */
  private Path writeAheadLog() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("db"))) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }
}
