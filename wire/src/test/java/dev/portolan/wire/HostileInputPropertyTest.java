package dev.portolan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.Status;
import dev.portolan.registry.OriginId;
import dev.portolan.v1.AccessPolicy;
import dev.portolan.v1.Bookmark;
import dev.portolan.v1.Capacity;
import dev.portolan.v1.Cluster;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.EndpointSliceRemoval;
import dev.portolan.v1.FailoverPolicy;
import dev.portolan.v1.Rejections;
import dev.portolan.v1.Service;
import dev.portolan.v1.ServiceRemoval;
import dev.portolan.v1.TrafficPolicy;
import dev.portolan.v1.VirtualMesh;
import dev.portolan.wire.xds.Decoded;
import dev.portolan.wire.xds.Rejection;
import dev.portolan.wire.xds.ResourceBytes;
import dev.portolan.wire.xds.ResourceDecoder;
import dev.portolan.wire.xds.ResourceNames;
import dev.portolan.wire.xds.ResourceType;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.statistics.Statistics;

class HostileInputPropertyTest {
  @Property(tries = 1000)
  void whateverComesIsRefusedWithAReasonOrIsAGoodRecord(
      @ForAll("types") ResourceType type,
      @ForAll long seed,
      @ForAll @DoubleRange(max = 0.05) double badness) {
    RandomMessages messages = new RandomMessages(new Random(seed), badness);
    Message message = messages.message(prototype(type));

    checkOne(type, name(type, message), ResourceBytes.of(message));
    checkOne(type, "a", messages.mutated(message));
    Statistics.coverage(
        seen -> {
          seen.check(true).percentage(share -> share > 5);
          seen.check(false).percentage(share -> share > 5);
        });
  }

  @Property(tries = 300)
  void nothingElseThatArrivesMakesADecoderThrow(@ForAll long seed) {
    RandomMessages messages = new RandomMessages(new Random(seed), 0.3);
    Violations violations = new Violations();

    RecordDecoder decoder = RecordDecoder.of(new OriginId("a"));
    decoder.serviceKey(
        (ServiceRemoval) messages.message(ServiceRemoval.getDefaultInstance()), violations);
    decoder.sliceKey(
        (EndpointSliceRemoval) messages.message(EndpointSliceRemoval.getDefaultInstance()),
        violations);
    FindingCodec.decode(
        (dev.portolan.v1.Finding) messages.message(dev.portolan.v1.Finding.getDefaultInstance()));
    ByteString bookmark = messages.mutated(messages.message(Bookmark.getDefaultInstance()));
    ResourceDecoder.bookmark(ResourceBytes.any(ResourceType.BOOKMARK, bookmark), violations);
    Message rejections = messages.message(Rejections.getDefaultInstance());
    Any detail = Any.pack(rejections).toBuilder().setValue(messages.mutated(rejections)).build();
    Rejection.ofNack(Status.newBuilder().addDetails(detail).build());
    RevisionCodec.resumeToken(
        Struct.newBuilder()
            .putFields(RevisionCodec.EPOCH_KEY, Value.newBuilder().setNumberValue(0.5).build())
            .build());
  }

  @Provide
  Arbitrary<ResourceType> types() {
    return Arbitraries.of(ResourceType.class).filter(type -> type != ResourceType.BOOKMARK);
  }

  private static void checkOne(ResourceType type, String name, ByteString bytes) {
    Violations violations = new Violations();
    Optional<Decoded> decoded =
        ResourceDecoder.decode(type, name, ResourceBytes.any(type, bytes), violations);

    assertThat(violations.isEmpty()).isEqualTo(decoded.isPresent());
    Statistics.collect(decoded.isPresent());
    decoded.ifPresent(
        good -> {
          ByteString again =
              ResourceBytes.of(RecordEncoder.encode(good.recorded(), good.standing()));
          assertThat(ResourceDecoder.decode(type, name, ResourceBytes.any(type, again), violations))
              .contains(good);
          assertThat(ResourceNames.parse(type, name)).contains(good.recorded().key());
        });
  }

  private static Message prototype(ResourceType type) {
    return switch (type) {
      case VIRTUAL_MESH -> VirtualMesh.getDefaultInstance();
      case FAILOVER_POLICY -> FailoverPolicy.getDefaultInstance();
      case TRAFFIC_POLICY -> TrafficPolicy.getDefaultInstance();
      case ACCESS_POLICY -> AccessPolicy.getDefaultInstance();
      case CLUSTER -> Cluster.getDefaultInstance();
      case SERVICE -> Service.getDefaultInstance();
      case CAPACITY -> Capacity.getDefaultInstance();
      case SLICE -> EndpointSlice.getDefaultInstance();
      case BOOKMARK -> Bookmark.getDefaultInstance();
    };
  }

  /** The name under which an honest hub would send it. */
  private static String name(ResourceType type, Message message) {
    return switch (type) {
      case VIRTUAL_MESH -> ((VirtualMesh) message).getName();
      case FAILOVER_POLICY -> ((FailoverPolicy) message).getName();
      case TRAFFIC_POLICY -> ((TrafficPolicy) message).getName();
      case ACCESS_POLICY -> ((AccessPolicy) message).getName();
      case CLUSTER -> ((Cluster) message).getOrigin();
      case SERVICE -> {
        Service it = (Service) message;
        yield it.getOrigin() + '/' + it.getNamespace() + '/' + it.getName();
      }
      case CAPACITY -> {
        Capacity it = (Capacity) message;
        yield it.getOrigin() + '/' + it.getNamespace() + '/' + it.getService();
      }
      case SLICE -> {
        EndpointSlice it = (EndpointSlice) message;
        yield it.getOrigin() + '/' + it.getNamespace() + '/' + it.getService() + '/' + it.getName();
      }
      case BOOKMARK -> ResourceNames.BOOKMARK;
    };
  }
}
