package dev.portolan.server;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.service;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.control.RegistryEvent;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.store.RocksDbStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path parent;
  private Path store;
  private Path file;

  @BeforeEach
  void names() {
    store = parent.resolve("hub");
    file = parent.resolve("export");
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return new ServerMain(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
        .run(Stream.concat(Stream.of("store"), Stream.of(arguments)).toList(), Map.of());
  }

  private RegistrySnapshot written() {
    try (RegistryLoop loop = loop(store)) {
      loop.start();
      loop.submit(put(1, "reviews")).join();
      loop.submit(put(2, "ratings")).join();
      loop.submit(
              new RegistryEvent.Complete(
                  EAST,
                  5,
                  Set.of(service(EAST, "reviews", 80).key(), service(EAST, "ratings", 80).key())))
          .join();
      return loop.snapshot();
    }
  }

  private static RegistryEvent put(long number, String name) {
    return new RegistryEvent.Batch(
        EAST, 5, number, List.of(new RegistryEvent.Change.Put(service(EAST, name, 80))));
  }

  private static RegistryLoop loop(Path directory) {
    return new RegistryLoop(
        RegistryLoop.Settings.DEFAULT,
        new RocksDbStore(directory),
        Clock.systemUTC(),
        List.of(),
        (where, cause) -> {
          throw new AssertionError(where, cause);
        });
  }

  @Test
  void aWholeStoreIsVerified() {
    RegistrySnapshot before = written();

    assertThat(run("verify", "--data-directory", store.toString())).isZero();
    assertThat(out.toString(UTF_8))
        .startsWith("whole: epoch " + before.revision().epoch() + ", revision 3; ")
        .contains("service 2");
  }

  @Test
  void aDamagedStoreIsTold() throws IOException {
    written();
    Path table = table();
    try (RandomAccessFile bytes = new RandomAccessFile(table.toFile(), "rw")) {
      bytes.seek(20);
      int old = bytes.read();
      bytes.seek(20);
      bytes.write(~old);
    }

    assertThat(run("verify", "--data-directory", store.toString())).isEqualTo(1);
    assertThat(err.toString(UTF_8).lines()).singleElement().asString().contains("store");
  }

  @Test
  void whatIsNotDamagedCanBeSalvaged() throws IOException {
    int services = 400;
    try (RegistryLoop loop = loop(store)) {
      loop.start();
      for (int i = 1; i <= services; i++) {
        loop.submit(put(i, "service-" + i)).join();
      }
    }
    Path table = table();
    try (RandomAccessFile bytes = new RandomAccessFile(table.toFile(), "rw")) {
      long middle = bytes.length() / 2;
      bytes.seek(middle);
      int old = bytes.read();
      bytes.seek(middle);
      bytes.write(~old);
    }
    Path copy = parent.resolve("copy");

    assertThat(run("export", "--data-directory", store.toString(), "--file", file.toString()))
        .as("all or nothing")
        .isEqualTo(1);
    assertThat(
            run(
                "export",
                "--data-directory",
                store.toString(),
                "--file",
                file.toString(),
                "--salvage"))
        .as(err.toString(UTF_8))
        .isZero();
    assertThat(run("import", "--data-directory", copy.toString(), "--file", file.toString()))
        .as(err.toString(UTF_8))
        .isZero();
    try (RegistryLoop loop = loop(copy)) {
      loop.start();
      assertThat(loop.snapshot().origin(EAST).services().size()).isBetween(100, services - 1);
    }
  }

  /** A start moves what the log holds into a table. */
  private Path table() throws IOException {
    try (RocksDbStore opened = new RocksDbStore(store)) {
      opened.load();
    }
    try (Stream<Path> files = Files.list(store.resolve("db"))) {
      return files.filter(each -> each.toString().endsWith(".sst")).findFirst().orElseThrow();
    }
  }

  @Test
  void whatIsExportedIsImportedIntoAnotherEpoch() {
    RegistrySnapshot before = written();
    Path copy = parent.resolve("copy");

    assertThat(run("export", "--data-directory", store.toString(), "--file", file.toString()))
        .isZero();
    assertThat(run("import", "--data-directory", copy.toString(), "--file", file.toString()))
        .as(err.toString(UTF_8))
        .isZero();

    try (RegistryLoop loop = loop(copy)) {
      loop.start();
      RegistrySnapshot after = loop.snapshot();
      assertThat(after.revision().comparableWith(before.revision())).isFalse();
      assertThat(after.revision().sequence()).isEqualTo(before.revision().sequence() + 1);
      assertThat(after.origin(EAST).services())
          .containsExactlyElementsOf(before.origin(EAST).services());
      assertThat(after.progress(EAST).everComplete()).isFalse();
      assertThat(after.progress(EAST).incarnation()).isEqualTo(5);
    }
    assertThat(run("import", "--data-directory", copy.toString(), "--file", file.toString()))
        .isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("empty directory");
  }

  @Test
  void aCutExportIsNotImported() throws IOException {
    written();
    run("export", "--data-directory", store.toString(), "--file", file.toString());
    String whole = Files.readString(file);
    Path copy = parent.resolve("copy");
    for (int length : new int[] {0, 10, whole.length() / 2, whole.length() - 10}) {
      Files.writeString(file, whole.substring(0, length));

      assertThat(run("import", "--data-directory", copy.toString(), "--file", file.toString()))
          .as("the first %d characters", length)
          .isEqualTo(1);
      assertThat(copy).doesNotExist();
    }
  }

  @Test
  void aStoreInUseIsLeftAlone() {
    written();
    try (RocksDbStore hub = new RocksDbStore(store)) {
      hub.load();

      assertThat(run("verify", "--data-directory", store.toString())).isEqualTo(4);
      assertThat(run("export", "--data-directory", store.toString(), "--file", file.toString()))
          .isEqualTo(4);
      assertThat(err.toString(UTF_8)).contains("in use by another hub");
    }
  }

  @Test
  void wrongUseIsToldInALine() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("delete")).isEqualTo(2);
    assertThat(run("verify")).isEqualTo(2);
    assertThat(run("verify", "--data-directory", "x", "--file", "y")).isEqualTo(2);
    assertThat(run("import", "--data-directory", "x", "--file", "y", "--salvage")).isEqualTo(2);
    assertThat(run("export", "--data-directory")).isEqualTo(2);
    assertThat(err.toString(UTF_8).lines()).hasSize(1);
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).contains("verify", "export", "import", "Exit codes");
    assertThat(run("verify", "--data-directory", parent.resolve("no").toString())).isEqualTo(1);
    assertThat(parent.resolve("no")).doesNotExist();
  }
}
