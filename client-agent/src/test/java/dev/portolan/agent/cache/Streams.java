package dev.portolan.agent.cache;

import com.google.protobuf.Any;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Revision;
import dev.portolan.registry.Service;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.Standing;
import dev.portolan.wire.xds.Bookmark;
import dev.portolan.wire.xds.ResourceBytes;
import dev.portolan.wire.xds.ResourceNames;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a hub could have said. */
final class Streams {
  private static final OriginId WEST = new OriginId("west-1");

  private Streams() {}

  /** A service of west-1 whose only port has a number that tells its versions apart. */
  static DeltaDiscoveryResponse service(String name, int port) {
    Service service =
        Service.of(
            new ServiceKey(WEST, "shop", name),
            List.of(new ServicePort("http", port, Protocol.HTTP)),
            Map.of(),
            Set.of(),
            Service.Kind.VIRTUAL_IP,
            Optional.empty());
    Recorded<Service> recorded =
        new Recorded<>(service, new Provenance(1, port, Instant.ofEpochSecond(port)));
    Any body =
        ResourceBytes.any(
            ResourceType.SERVICE,
            ResourceBytes.of(RecordEncoder.encode(recorded, Standing.REPORTED)));
    return response(ResourceType.SERVICE)
        .addResources(resource(ResourceNames.of(service.key()), "v" + port, body))
        .build();
  }

  /** A resource that no agent can read. */
  static DeltaDiscoveryResponse unreadable(String name) {
    return response(ResourceType.SERVICE)
        .addResources(resource("west-1/shop/" + name, "bad", Any.getDefaultInstance()))
        .build();
  }

  static DeltaDiscoveryResponse removal(String name) {
    return response(ResourceType.SERVICE).addRemovedResources("west-1/shop/" + name).build();
  }

  static DeltaDiscoveryResponse bookmark(long sequence) {
    Revision revision = new Revision("00000000000000aa", sequence);
    Any body = new Bookmark(revision, Instant.ofEpochSecond(sequence)).encode();
    return response(ResourceType.BOOKMARK)
        .addResources(resource("bookmark", revision.toString(), body))
        .build();
  }

  private static DeltaDiscoveryResponse.Builder response(ResourceType type) {
    return DeltaDiscoveryResponse.newBuilder().setTypeUrl(type.typeUrl());
  }

  private static Resource resource(String name, String version, Any body) {
    return Resource.newBuilder().setName(name).setVersion(version).setResource(body).build();
  }
}
