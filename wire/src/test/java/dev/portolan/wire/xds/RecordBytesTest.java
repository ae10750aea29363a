package dev.portolan.wire.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryArbitraries;
import dev.portolan.v1.AccessPolicy;
import dev.portolan.v1.Capacity;
import dev.portolan.v1.Cluster;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.FailoverPolicy;
import dev.portolan.v1.Service;
import dev.portolan.v1.TrafficPolicy;
import dev.portolan.v1.VirtualMesh;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.Standing;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RecordBytesTest {
  @Property(tries = 300)
  void theContentIsTheMessageOfARecordThatNobodyHasSeen(
      @ForAll("records") Recorded<?> recorded, @ForAll("standings") Standing standing) {
    RecordBytes bytes = RecordBytes.of(recorded, standing);

    assertThat(bytes.message())
        .isEqualTo(ResourceBytes.of(RecordEncoder.encode(recorded, standing)));
    assertThat(bytes.content())
        .isEqualTo(
            ResourceBytes.of(RecordEncoder.encode(Recorded.local(recorded.resource()), standing)));
  }

  @Property(tries = 300)
  void whatWasWrittenIsReadWithTheSameContent(@ForAll("records") Recorded<?> recorded) {
    RecordBytes written = RecordBytes.of(recorded, Standing.NONE);

    RecordBytes read = RecordBytes.read(written.message().toByteArray()).orElseThrow();

    assertThat(read.message()).isEqualTo(written.message());
    assertThat(read.content()).isEqualTo(written.content());
  }

  @Property(tries = 300)
  void whatIsNotWrittenLikeThatIsNotRead(@ForAll("records") Recorded<?> recorded) {
    RecordBytes written = RecordBytes.of(recorded, Standing.NONE);
    ByteString provenance = written.message().substring(written.content().size());

    boolean hasProvenance = !provenance.isEmpty();
    assertThat(RecordBytes.read(provenance.concat(written.content()).toByteArray()).isEmpty())
        .as("provenance first")
        .isEqualTo(hasProvenance && !written.content().isEmpty());
    assertThat(RecordBytes.read(written.message().concat(provenance).toByteArray()).isEmpty())
        .as("provenance twice")
        .isEqualTo(hasProvenance);
    byte[] cut = written.message().substring(0, written.message().size() - 1).toByteArray();
    assertThat(RecordBytes.read(cut)).as("cut short").isEmpty();
  }

  @Property(tries = 200)
  void noBytesMakeItThrow(@ForAll byte[] bytes) {
    RecordBytes.read(bytes)
        .ifPresent(read -> assertThat(read.message().toByteArray()).isEqualTo(bytes));
  }

  @Test
  void provenanceIsTheLastFieldOfEveryRecordsMessage() {
    assertThat(
            List.of(
                AccessPolicy.getDescriptor(),
                Capacity.getDescriptor(),
                Cluster.getDescriptor(),
                EndpointSlice.getDescriptor(),
                FailoverPolicy.getDescriptor(),
                Service.getDescriptor(),
                TrafficPolicy.getDescriptor(),
                VirtualMesh.getDescriptor()))
        // And the bookmark, which is of no record.
        .hasSize(ResourceType.values().length - 1)
        .allSatisfy(
            message ->
                assertThat(message.getFields().stream().mapToInt(FieldDescriptor::getNumber).max())
                    .hasValue(RecordBytes.PROVENANCE));
  }

  @Provide
  Arbitrary<Recorded<?>> records() {
    return RegistryArbitraries.recorded()
        .filter(recorded -> ResourceType.of(recorded.key().kind()).isPresent());
  }

  @Provide
  Arbitrary<Standing> standings() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            RegistryArbitraries.livenesses(new OriginId("east-1")).optional())
        .as(Standing::new);
  }
}
