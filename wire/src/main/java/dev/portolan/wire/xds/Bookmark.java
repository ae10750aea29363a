package dev.portolan.wire.xds;

import com.google.protobuf.Any;
import dev.portolan.registry.Revision;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.TimeCodec;
import java.time.Instant;

/**
 * A consistent point on a discovery stream.
 *
 * @param revision everything up to it that the subscriber may see has been sent before
 * @param hubTime hub wall-clock time at which it left the writer, or {@link #UNKNOWN_TIME}
 * @param start name of the hub's start that sent it, empty when that is not known: an older hub
 */
public record Bookmark(Revision revision, Instant hubTime, String start) {
  /** A point that was marked by the response which completed it has no time. */
  public static final Instant UNKNOWN_TIME = Instant.EPOCH;

  /** A point of a start that is not known. */
  public Bookmark(Revision revision, Instant hubTime) {
    this(revision, hubTime, "");
  }

  /** As a discovery response carries it. */
  public Any encode() {
    dev.portolan.v1.Bookmark message =
        dev.portolan.v1.Bookmark.newBuilder()
            .setRevision(RevisionCodec.encode(revision))
            .setHubTime(TimeCodec.encode(hubTime))
            .setStart(start)
            .build();
    return ResourceBytes.any(ResourceType.BOOKMARK, ResourceBytes.of(message));
  }
}
