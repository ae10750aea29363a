package dev.portolan.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryArbitraries;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.StoredMessage;
import dev.portolan.server.push.engine.view.EncodedBytes;
import dev.portolan.server.push.engine.view.EncodedResource;
import dev.portolan.wire.Standing;
import dev.portolan.wire.xds.RecordBytes;
import dev.portolan.wire.xds.ResourceNames;
import dev.portolan.wire.xds.ResourceType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a store had encoded against what is encoded here. */
class EncodingTablePropertyTest {
  private static final Revision AT = new Revision(TestRegistry.EPOCH, 1);

  @Property(tries = 200)
  void whatAStoreHasIsWhatWouldBeEncoded(@ForAll("records") List<Recorded<?>> records) {
    RegistrySnapshot snapshot = snapshot(records);
    EncodingTable stored = new EncodingTable();
    stored.restart(messages(records).toList());
    EncodingTable encoded = new EncodingTable();

    assertThat(all(stored, snapshot)).isEqualTo(all(encoded, snapshot));
    for (Recorded<?> each : records) {
      assertThat(one(stored, snapshot, each.key())).isEqualTo(one(encoded, snapshot, each.key()));
    }
  }

  @Property(tries = 50)
  void whatAStoreHasOtherwiseThanItIsEncodedIsEncodedAnew(
      @ForAll("records") List<Recorded<?>> records) {
    RegistrySnapshot snapshot = snapshot(records);
    EncodingTable stored = new EncodingTable();
    // A field behind the provenance, which these messages do not have.
    ByteString later = ByteString.copyFrom(new byte[] {(byte) 0x80, 0x01, 0x01});
    stored.restart(
        messages(records)
            .map(
                message ->
                    new StoredMessage(
                        message.key(),
                        ByteString.copyFrom(message.bytes()).concat(later).toByteArray()))
            .toList());

    assertThat(all(stored, snapshot)).isEqualTo(all(new EncodingTable(), snapshot));
  }

  @Property(tries = 100)
  void whatIsChangedAfterwardsIsEncodedAnew(
      @ForAll("records") List<Recorded<?>> before, @ForAll("records") List<Recorded<?>> after) {
    EncodingTable table = new EncodingTable();
    table.restart(messages(before).toList());

    table.touch(Stream.concat(before.stream(), after.stream()).map(Recorded::key).toList());

    assertThat(all(table, snapshot(after))).isEqualTo(all(new EncodingTable(), snapshot(after)));
  }

  @Provide
  Arbitrary<List<Recorded<?>>> records() {
    return RegistryArbitraries.recorded()
        .filter(recorded -> ResourceType.of(recorded.key().kind()).isPresent())
        .list()
        .ofMaxSize(12)
        .uniqueElements(Recorded::key);
  }

  private static RegistrySnapshot snapshot(Collection<Recorded<?>> records) {
    return RegistrySnapshot.of(AT, records);
  }

  private static Stream<StoredMessage> messages(List<Recorded<?>> records) {
    return records.stream()
        .map(
            each ->
                new StoredMessage(
                    each.key(), RecordBytes.of(each, Standing.NONE).message().toByteArray()));
  }

  /** By type and name: version and message. */
  private static Map<String, List<Object>> all(EncodingTable table, RegistrySnapshot snapshot) {
    Map<String, List<Object>> all = new TreeMap<>();
    for (ResourceType type : List.of(ResourceType.SERVICE, ResourceType.SLICE)) {
      List<ResourceKey> keys =
          snapshot.origins().values().stream()
              .flatMap(
                  shard ->
                      Stream.<Recorded<?>>concat(
                          shard.services().stream(), shard.slices().stream()))
              .<ResourceKey>map(Recorded::key)
              .filter(key -> EncodingTable.typeOf(key) == type)
              .toList();
      table
          .findAll(snapshot, type, keys)
          .forEach(each -> all.put(type + " " + each.name(), said(each)));
    }
    return all;
  }

  private static Optional<List<Object>> one(
      EncodingTable table, RegistrySnapshot snapshot, ResourceKey key) {
    Optional<EncodedResource> found = table.find(snapshot, key);
    found.ifPresent(each -> assertThat(each.name()).isEqualTo(ResourceNames.of(key)));
    return found.map(EncodingTablePropertyTest::said);
  }

  private static List<Object> said(EncodedResource resource) {
    return List.of(resource.version(), EncodedBytes.messageOf(resource));
  }
}
