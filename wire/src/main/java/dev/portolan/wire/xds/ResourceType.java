package dev.portolan.wire.xds;

import com.google.protobuf.Message;
import dev.portolan.registry.ResourceKey;
import dev.portolan.v1.AccessPolicy;
import dev.portolan.v1.Bookmark;
import dev.portolan.v1.Capacity;
import dev.portolan.v1.Cluster;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.FailoverPolicy;
import dev.portolan.v1.Service;
import dev.portolan.v1.TrafficPolicy;
import dev.portolan.v1.VirtualMesh;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The types of resources on discovery streams, in the order in which they are sent: what others
 * refer to comes first, the bookmark that closes a consistent point last.
 */
public enum ResourceType {
  VIRTUAL_MESH(VirtualMesh.getDefaultInstance()),
  FAILOVER_POLICY(FailoverPolicy.getDefaultInstance()),
  TRAFFIC_POLICY(TrafficPolicy.getDefaultInstance()),
  ACCESS_POLICY(AccessPolicy.getDefaultInstance()),
  CLUSTER(Cluster.getDefaultInstance()),
  SERVICE(Service.getDefaultInstance()),
  CAPACITY(Capacity.getDefaultInstance()),
  SLICE(EndpointSlice.getDefaultInstance()),
  BOOKMARK(Bookmark.getDefaultInstance());

  private static final Map<String, ResourceType> BY_URL =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(ResourceType::typeUrl, Function.identity()));

  private final String shortName;
  private final String typeUrl;

  ResourceType(Message prototype) {
    this.shortName = prototype.getDescriptorForType().getName();
    this.typeUrl = "type.googleapis.com/" + prototype.getDescriptorForType().getFullName();
  }

  /** For example {@code type.googleapis.com/portolan.v1.Service}. */
  public String typeUrl() {
    return typeUrl;
  }

  /** For people, for example {@code EndpointSlice}. */
  public String shortName() {
    return shortName;
  }

  /** Nothing for a type that is not ours. */
  public static Optional<ResourceType> byTypeUrl(String typeUrl) {
    return Optional.ofNullable(BY_URL.get(typeUrl));
  }

  /** Nothing for records that never leave the hub. */
  public static Optional<ResourceType> of(ResourceKey.Kind kind) {
    return switch (kind) {
      case VIRTUAL_MESH -> Optional.of(VIRTUAL_MESH);
      case FAILOVER_POLICY -> Optional.of(FAILOVER_POLICY);
      case TRAFFIC_POLICY -> Optional.of(TRAFFIC_POLICY);
      case ACCESS_POLICY -> Optional.of(ACCESS_POLICY);
      case CLUSTER -> Optional.of(CLUSTER);
      case SERVICE -> Optional.of(SERVICE);
      case CAPACITY -> Optional.of(CAPACITY);
      case SLICE -> Optional.of(SLICE);
      case REPORT, LIVENESS, HOLD, REGISTRATION -> Optional.empty();
    };
  }
}
