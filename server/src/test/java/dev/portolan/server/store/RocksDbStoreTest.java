package dev.portolan.server.store;

import dev.portolan.server.control.RegistryStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class RocksDbStoreTest extends StoreConformance {
  @TempDir Path directory;

  @Override
  RegistryStore open() {
    return new RocksDbStore(directory.resolve("hub"));
  }

  @Override
  RegistryStore openElsewhere() {
    return new RocksDbStore(directory.resolve("other"));
  }
}
