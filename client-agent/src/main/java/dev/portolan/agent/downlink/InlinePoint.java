package dev.portolan.agent.downlink;

import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.xds.Bookmark;
import dev.portolan.wire.xds.ResourceNames;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.Optional;

/**
 * Consistent points that are marked by the responses which complete them, as {@link
 * dev.portolan.wire.xds.ClientFeatures#INLINE_POINTS} asks for.
 */
final class InlinePoint {
  private InlinePoint() {}

  /**
   * The point that a response of data completes, if it does.
   *
   * @param start of the hub, which an earlier bookmark of the stream has named
   */
  static Optional<Bookmark> in(DeltaDiscoveryResponse response, String start) {
    return RevisionCodec.parse(response.getSystemVersionInfo())
        .map(revision -> new Bookmark(revision, Bookmark.UNKNOWN_TIME, start));
  }

  /** The response that a hub would have sent to mark it, for whoever knows only those. */
  static DeltaDiscoveryResponse marking(Bookmark point) {
    return DeltaDiscoveryResponse.newBuilder()
        .setTypeUrl(ResourceType.BOOKMARK.typeUrl())
        .addResources(
            Resource.newBuilder()
                .setName(ResourceNames.BOOKMARK)
                .setVersion(point.revision().toString())
                .setResource(point.encode()))
        .build();
  }
}
