package dev.portolan.server.store;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Service;
import dev.portolan.registry.SliceKey;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about workloads outside the meshes needs a format of its own. */
final class StoreExteriorsTest {
  @TempDir Path parent;
  private Path directory;

  @BeforeEach
  void name() {
    directory = parent.resolve("hub");
  }

  private void write(Resource... put) {
    SortedMap<ResourceKey, Recorded<?>> upserts = new TreeMap<>();
    Provenance then = new Provenance(1, 1, Instant.parse("2026-01-01T00:00:00Z"));
    List.of(put).forEach(each -> upserts.put(each.key(), new Recorded<>(each, then)));
    try (RocksDbStore store = new RocksDbStore(directory)) {
      RegistrySnapshot held = store.load();
      store.append(
          new RegistryDelta(held.revision(), held.revision().next(), upserts, new TreeSet<>()));
    }
  }

  private RegistrySnapshot read() {
    try (RocksDbStore store = new RocksDbStore(directory)) {
      return store.load();
    }
  }

  private String mark() throws IOException {
    return Files.readString(directory.resolve("FORMAT")).strip();
  }

  // A hub that does not know it would make workloads of others the meshes' own.
  @Test
  void aSourceWhoseWorkloadsAreExternalMakesTheStoreOneOfTheTenthFormat() throws IOException {
    write(source(SourceFacts.Trust.INTERNAL));
    assertThat(mark()).isEqualTo("portolan-store 1");

    write(source(SourceFacts.Trust.EXTERNAL));

    assertThat(mark()).isEqualTo("portolan-store 10");
    assertThat(read().cluster(EAST)).contains(source(SourceFacts.Trust.EXTERNAL));
    Files.writeString(directory.resolve("FORMAT"), "portolan-store 1\n");
    assertThat(read().cluster(EAST)).isPresent();
    assertThat(mark()).isEqualTo("portolan-store 10");
  }

  // A hub that does not know it would send clients there in plain text.
  @Test
  void servicesThatTakeTlsMakeTheStoreOneOfTheTenthFormatAndAreLeftOutOnTheWayBack()
      throws IOException {
    Service secured = service(EAST, "reviews", 80).under(Optional.of("reviews.example.com"));
    EndpointSlice slice =
        new EndpointSlice(
            new SliceKey(secured.key(), "p8443"),
            Sorted.map(Map.of("http", 8443)),
            List.of(
                new Endpoint(
                    "10.0.0.1",
                    Endpoint.Health.READY,
                    Endpoint.MeshMode.TLS,
                    Locality.UNKNOWN,
                    "",
                    Sorted.map(Map.of()))));
    write(source(SourceFacts.Trust.INTERNAL), service(EAST, "ratings", 80));
    write(slice);
    assertThat(mark()).isEqualTo("portolan-store 10");
    write(secured);
    Files.writeString(directory.resolve("FORMAT"), "portolan-store 1\n");
    assertThat(read().service(secured.key())).contains(secured);
    assertThat(mark()).isEqualTo("portolan-store 10");

    Path file = parent.resolve("export");
    var out = new StoppedStore(directory).exportTo(file, false, StoreFormat.REQUESTS);
    assertThat(out.newer()).isEqualTo(2);
    directory = parent.resolve("older");
    new StoppedStore(directory).importFrom(file);
    assertThat(mark()).isEqualTo("portolan-store 1");
    assertThat(read().origin(EAST).services()).hasSize(1);
    assertThat(read().origin(EAST).slices()).isEmpty();
  }

  private static Cluster source(SourceFacts.Trust trust) {
    return Cluster.ofSource(
        EAST, "vms", Locality.UNKNOWN, new SourceFacts(Sorted.set(List.of("*")), trust));
  }
}
