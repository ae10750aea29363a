package dev.portolan.agent.downlink;

import dev.portolan.registry.Revision;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.xds.Bookmark;
import dev.portolan.wire.xds.ResourceNames;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.Optional;

/**
 * A consistent point that is marked by the response which completes it, as {@link
 * dev.portolan.wire.xds.ClientFeatures#INLINE_POINTS} asks for.
 */
record InlinePoint(Revision revision) {

  /** The point that a response of data completes, if it does. */
  static Optional<InlinePoint> in(DeltaDiscoveryResponse response) {
    return RevisionCodec.parse(response.getSystemVersionInfo()).map(InlinePoint::new);
  }

  /** The bookmark that a hub would have sent instead, for whoever knows only those. */
  DeltaDiscoveryResponse bookmark() {
    return DeltaDiscoveryResponse.newBuilder()
        .setTypeUrl(ResourceType.BOOKMARK.typeUrl())
        .addResources(
            Resource.newBuilder()
                .setName(ResourceNames.BOOKMARK)
                .setVersion(revision.toString())
                .setResource(new Bookmark(revision, Bookmark.UNKNOWN_TIME).encode()))
        .build();
  }
}
