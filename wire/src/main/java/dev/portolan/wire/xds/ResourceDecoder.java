package dev.portolan.wire.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Resource;
import dev.portolan.v1.AccessPolicy;
import dev.portolan.v1.Capacity;
import dev.portolan.v1.Cluster;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.FailoverPolicy;
import dev.portolan.v1.Service;
import dev.portolan.v1.TrafficPolicy;
import dev.portolan.v1.VirtualMesh;
import dev.portolan.wire.Receipt;
import dev.portolan.wire.RecordDecoder;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.Standing;
import dev.portolan.wire.TimeCodec;
import dev.portolan.wire.Violations;
import java.time.Instant;
import java.util.Optional;

/**
 * Resources of discovery responses to records. As {@link RecordDecoder}: collects what is wrong,
 * never throws on bad data; what it does not give is refused in a NACK.
 */
public final class ResourceDecoder {
  private static final RecordDecoder RECORDS = RecordDecoder.ofAnyOrigin();

  private ResourceDecoder() {}

  /**
   * The record in a resource.
   *
   * @param type of the response; any but {@link ResourceType#BOOKMARK}
   * @param name under which the resource was sent; must be that of the record
   */
  public static Optional<Decoded> decode(
      ResourceType type, String name, Any body, Violations violations) {
    if (!typed(type, body, violations)) {
      return Optional.empty();
    }
    Optional<Decoded> decoded;
    try {
      decoded = parse(type, body.getValue(), violations);
    } catch (InvalidProtocolBufferException e) {
      violations.add("is no " + type.shortName() + " message: " + e.getMessage());
      return Optional.empty();
    }
    return decoded.filter(
        resource -> {
          String own = ResourceNames.of(resource.recorded().key());
          if (!own.equals(name)) {
            violations.add("is named '%s' but holds '%s'".formatted(name, own));
          }
          return own.equals(name);
        });
  }

  /** The consistent point in a resource of type {@link ResourceType#BOOKMARK}. */
  public static Optional<Bookmark> bookmark(Any body, Violations violations) {
    if (!typed(ResourceType.BOOKMARK, body, violations)) {
      return Optional.empty();
    }
    try {
      dev.portolan.v1.Bookmark message = dev.portolan.v1.Bookmark.parseFrom(body.getValue());
      Optional<Instant> time = TimeCodec.decode("hub_time", message.getHubTime(), violations);
      return RevisionCodec.decode(message.getRevision(), violations.at("revision"))
          .flatMap(
              revision ->
                  time.map(hubTime -> new Bookmark(revision, hubTime, start(message.getStart()))));
    } catch (InvalidProtocolBufferException e) {
      violations.add("is no Bookmark message: " + e.getMessage());
      return Optional.empty();
    }
  }

  // What is no start's name is not shown to anybody: a check less, no reason to refuse the point.
  private static String start(String text) {
    return Receipt.isStart(text) ? text : "";
  }

  private static Optional<Decoded> parse(ResourceType type, ByteString bytes, Violations at)
      throws InvalidProtocolBufferException {
    switch (type) {
      case VIRTUAL_MESH -> {
        VirtualMesh message = VirtualMesh.parseFrom(bytes);
        return decoded(RECORDS.virtualMesh(message, at), message.getProvenance(), at);
      }
      case FAILOVER_POLICY -> {
        FailoverPolicy message = FailoverPolicy.parseFrom(bytes);
        return decoded(RECORDS.failoverPolicy(message, at), message.getProvenance(), at);
      }
      case TRAFFIC_POLICY -> {
        TrafficPolicy message = TrafficPolicy.parseFrom(bytes);
        return decoded(RECORDS.trafficPolicy(message, at), message.getProvenance(), at);
      }
      case ACCESS_POLICY -> {
        AccessPolicy message = AccessPolicy.parseFrom(bytes);
        return decoded(RECORDS.accessPolicy(message, at), message.getProvenance(), at);
      }
      case CLUSTER -> {
        Cluster message = Cluster.parseFrom(bytes);
        Optional<dev.portolan.registry.Cluster> cluster = RECORDS.cluster(message, at);
        int before = at.count();
        Standing standing =
            cluster
                .map(facts -> RECORDS.standing(message, facts.origin(), at))
                .orElse(Standing.NONE);
        return at.count() > before
            ? Optional.empty()
            : decoded(cluster, message.getProvenance(), standing, at);
      }
      case SERVICE -> {
        Service message = Service.parseFrom(bytes);
        return decoded(RECORDS.service(message, at), message.getProvenance(), at);
      }
      case CAPACITY -> {
        Capacity message = Capacity.parseFrom(bytes);
        return decoded(RECORDS.capacity(message, at), message.getProvenance(), at);
      }
      case SLICE -> {
        EndpointSlice message = EndpointSlice.parseFrom(bytes);
        return decoded(RECORDS.slice(message, at), message.getProvenance(), at);
      }
      case BOOKMARK -> throw new IllegalArgumentException("a bookmark holds no record");
    }
    throw new IllegalStateException("type " + type);
  }

  private static Optional<Decoded> decoded(
      Optional<? extends Resource> resource, dev.portolan.v1.Provenance message, Violations at) {
    return decoded(resource, message, Standing.NONE, at);
  }

  private static Optional<Decoded> decoded(
      Optional<? extends Resource> resource,
      dev.portolan.v1.Provenance message,
      Standing standing,
      Violations at) {
    Optional<Provenance> provenance = RECORDS.provenance(message, at.at("provenance"));
    return resource.flatMap(
        record ->
            provenance.map(history -> new Decoded(new Recorded<>(record, history), standing)));
  }

  private static boolean typed(ResourceType type, Any body, Violations violations) {
    boolean right = body.getTypeUrl().equals(type.typeUrl());
    if (!right) {
      violations.add("has type '%s'; '%s' is due".formatted(body.getTypeUrl(), type.typeUrl()));
    }
    return right;
  }
}
