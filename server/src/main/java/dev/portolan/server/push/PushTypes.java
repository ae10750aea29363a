package dev.portolan.server.push;

import com.google.protobuf.ByteString;
import dev.portolan.registry.Revision;
import dev.portolan.server.push.engine.ResourceTypes;
import dev.portolan.wire.xds.Bookmark;
import dev.portolan.wire.xds.ResourceType;
import java.time.Instant;
import java.util.Arrays;

/** Our types as the engine is to serve them. */
final class PushTypes {
  static final ResourceTypes ALL =
      new ResourceTypes(
          Arrays.stream(ResourceType.values())
              .filter(type -> type != ResourceType.BOOKMARK)
              .map(ResourceType::typeUrl)
              .toList(),
          ResourceType.BOOKMARK.typeUrl());

  private PushTypes() {}

  /** A bookmark's message. */
  static ByteString bookmark(Revision revision, Instant hubTime, String start) {
    return new Bookmark(revision, hubTime, start).encode().getValue();
  }
}
