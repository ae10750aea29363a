package dev.portolan.server.push.engine.view;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * The mark of a consistent point, encoded once and sent to every stream that reaches it.
 *
 * @param serial above that of every bookmark made before in this process
 * @param delta what most incremental streams send
 * @param state what most state-of-the-world streams send
 */
public record Bookmark(
    Point point,
    String typeUrl,
    EncodedResource resource,
    long serial,
    Response delta,
    Response state) {
  public static final String NAME = "bookmark";

  /**
   * Encodes a bookmark.
   *
   * @param message the bookmark's own bytes
   */
  public static Bookmark of(String typeUrl, Point point, long serial, ByteString message) {
    // Its version is readable: the point, not a hash.
    EncodedResource resource = EncodedResource.labelled(NAME, point.toString(), message);
    String nonce = "b" + Long.toString(serial, Character.MAX_RADIX);
    return new Bookmark(
        point,
        typeUrl,
        resource,
        serial,
        Response.incremental(typeUrl, nonce, "", List.of(resource), List.of()),
        Response.state(typeUrl, nonce, resource.version(), List.of(resource)));
  }

  /** The point as text, as a response carries it that completes the point itself. */
  public String text() {
    return resource.version();
  }

  /** The bytes that all streams share which have not used their nonce. */
  public Response shared(Variant variant) {
    return variant == Variant.INCREMENTAL ? delta : state;
  }

  /** The same for a stream that has used that nonce already. */
  public Response with(Variant variant, String nonce) {
    return variant == Variant.INCREMENTAL
        ? Response.incremental(typeUrl, nonce, "", List.of(resource), List.of())
        : Response.state(typeUrl, nonce, resource.version(), List.of(resource));
  }
}
