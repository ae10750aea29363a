package dev.portolan.server.push.engine.view;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * The mark of a consistent point, encoded once and sent to every stream that reaches it.
 *
 * @param serial above that of every bookmark made before in this process
 * @param shared what most streams send
 */
public record Bookmark(
    Point point, String typeUrl, EncodedResource resource, long serial, Response shared) {
  public static final String NAME = "bookmark";

  /**
   * Encodes a bookmark.
   *
   * @param message the bookmark's own bytes
   */
  public static Bookmark of(String typeUrl, Point point, long serial, ByteString message) {
    // Its version is readable: the point, not a hash.
    EncodedResource resource = EncodedResource.versioned(typeUrl, NAME, point.toString(), message);
    String nonce = "b" + Long.toString(serial, Character.MAX_RADIX);
    Response shared = Response.of(typeUrl, nonce, List.of(resource), List.of());
    return new Bookmark(point, typeUrl, resource, serial, shared);
  }

  /** The same for a stream that has used that nonce already. */
  public Response with(String nonce) {
    return Response.of(typeUrl, nonce, List.of(resource), List.of());
  }
}
