package dev.portolan.server.store;

import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.server.control.SampleRecords;
import dev.portolan.server.control.StoreFullException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A process of its own on a small file system: fills it, writes, makes room, writes again.
 * Arguments: a directory there, bytes that the store leaves alone. Its last line is {@code ok} with
 * what happened.
 */
final class FullDisk {
  private static final int RECORDS = 400;

  private final Path directory;
  private RegistrySnapshot held = RegistrySnapshot.EMPTY;

  private FullDisk(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws IOException {
    new FullDisk(Path.of(arguments[0])).run(Long.parseLong(arguments[1]));
  }

  private void run(long reserve) throws IOException {
    Path ballast = directory.resolve("ballast");
    int refused = 0;
    try (RocksDbStore store = new RocksDbStore(directory.resolve("hub"), reserve)) {
      held = store.load();
      store.begin("000000000000000a");
      for (int fill = 0; fill < 3; fill++) {
        append(store);
        fill(ballast);
        refused += appendUntilFull(store);
        if (reserve > 0) {
          // Without, opening anew may itself have found some room.
          requireRefused(store);
        }
        Files.delete(ballast);
        store.probe();
        append(store);
      }
    }
    try (RocksDbStore store = new RocksDbStore(directory.resolve("hub"), reserve)) {
      if (!store.load().equals(held)) {
        throw new IllegalStateException("the store differs from what was acknowledged");
      }
    }
    System.out.println("ok " + held.revision().sequence() + " writes, " + refused + " refused");
  }

  private void append(RocksDbStore store) {
    held = store.append(change()).applyTo(held);
  }

  private int appendUntilFull(RocksDbStore store) {
    for (int i = 0; i < 2000; i++) {
      try {
        append(store);
      } catch (StoreFullException e) {
        return 1;
      }
    }
    throw new IllegalStateException("2000 writes found room on a full file system");
  }

  private void requireRefused(RocksDbStore store) {
    try {
      append(store);
    } catch (StoreFullException e) {
      return;
    }
    throw new IllegalStateException("a write found room where the one before did not");
  }

  private static void fill(Path ballast) throws IOException {
    byte[] bytes = new byte[1 << 12];
    try (OutputStream file = Files.newOutputStream(ballast)) {
      while (true) {
        file.write(bytes);
      }
    } catch (IOException e) {
      if (Files.size(ballast) == 0) {
        throw e;
      }
    }
  }

  private RegistryDelta change() {
    long next = held.revision().sequence() + 1;
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    for (int i = 0; i < RECORDS; i++) {
      Recorded<?> recorded =
          new Recorded<>(
              SampleRecords.service(SampleRecords.EAST, "service-" + i, (int) (1 + next % 60_000)),
              new Provenance(next, next, Instant.EPOCH));
      upserts.put(recorded.key(), recorded);
    }
    return new RegistryDelta(held.revision(), held.revision().next(), upserts, new TreeSet<>());
  }
}
