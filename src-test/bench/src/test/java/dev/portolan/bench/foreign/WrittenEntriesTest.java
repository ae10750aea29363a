package dev.portolan.bench.foreign;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenEntriesTest {
  @TempDir private Path directory;

  @Test
  void anAddressIsThereWhenTheServicesOwnEntryHasIt() throws IOException {
    write("serviceentry.portolan-consul-1-00", "- address: 10.0.0.7\n");
    write("serviceentry.portolan-consul-12-00", "- address: 10.0.0.9\n");
    write("destinationrule.portolan-consul-1-00", "- address: 10.0.0.8\n");
    WrittenEntries entries = new WrittenEntries(directory);

    assertThatNoException().isThrownBy(() -> entries.await("consul-1", "10.0.0.7", 0));
    for (String other : new String[] {"10.0.0.8", "10.0.0.9", "10.0.0.77", "10.0.0"}) {
      assertThatThrownBy(() -> entries.await("consul-1", other, 0))
          .hasMessage("no entry of consul-1 has %s within 0 s".formatted(other));
    }
    write("serviceentry.portolan-consul-1-00", "- address: 10.0.0.77\n");
    assertThatNoException().isThrownBy(() -> entries.await("consul-1", "10.0.0.77", 0));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve("consul." + name + ".yaml"), text);
  }
}
