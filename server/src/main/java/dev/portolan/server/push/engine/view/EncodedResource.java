package dev.portolan.server.push.engine.view;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * One version of one resource, encoded once and shared by every scope and stream that carries it.
 * Immutable: nobody writes to {@link #entry}.
 */
public final class EncodedResource {
  // Resource.resource and DiscoveryResponse.resources have the same number and type: the bytes of
  // one are those of the other, so a full response is cut from the incremental entries.
  private static final int BARE_FIELD = DiscoveryResponse.RESOURCES_FIELD_NUMBER;
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final String name;
  private final String version;
  private final byte[] entry;
  private final int bareStart;
  private final int bareLength;

  private EncodedResource(
      String name, String version, byte[] entry, int bareStart, int bareLength) {
    this.name = name;
    this.version = version;
    this.entry = entry;
    this.bareStart = bareStart;
    this.bareLength = bareLength;
  }

  /**
   * Encodes a resource.
   *
   * @param content deterministic bytes of all that makes a difference to a subscriber; the version
   *     is their hash, so it is the same on every replica and after every restart
   * @param message the bytes that travel
   */
  public static EncodedResource of(
      String typeUrl, String name, ByteString content, ByteString message) {
    return versioned(typeUrl, name, versionOf(content), message);
  }

  /** With a version of the caller's. */
  public static EncodedResource versioned(
      String typeUrl, String name, String version, ByteString message) {
    Resource resource =
        Resource.newBuilder()
            .setName(name)
            .setVersion(version)
            .setResource(Any.newBuilder().setTypeUrl(typeUrl).setValue(message))
            .build();
    byte[] entry = entryOf(resource);
    int bare = CodedOutputStream.computeMessageSize(BARE_FIELD, resource.getResource());
    int before =
        version.isEmpty()
            ? 0
            : CodedOutputStream.computeStringSize(Resource.VERSION_FIELD_NUMBER, version);
    int start = entry.length - resource.getSerializedSize() + before;
    return new EncodedResource(name, version, entry, start, bare);
  }

  /** What a subscriber says that it holds, when that is not what the hub has: never sent. */
  static EncodedResource foreign(String name, String version) {
    return new EncodedResource(name, version, new byte[0], 0, 0);
  }

  public String name() {
    return name;
  }

  /** 64 bits of the content's hash, base 36. */
  public String version() {
    return version;
  }

  /** A whole {@code resources} field of an incremental response: tag, length, resource. */
  byte[] entry() {
    return entry;
  }

  /** Where in {@link #entry} a whole {@code resources} field of a full response begins. */
  int bareStart() {
    return bareStart;
  }

  /** Bytes that it takes in a full response. */
  int bareLength() {
    return bareLength;
  }

  /**
   * A number for name and version, alike on every replica and after every restart; the sum over a
   * set of resources is the set's version.
   */
  static long mark(String name, String version) {
    long hash = FNV_BASIS;
    for (String part : new String[] {name, "\n", version}) {
      for (int i = 0; i < part.length(); i++) {
        hash = (hash ^ part.charAt(i)) * FNV_PRIME;
      }
    }
    // Spreads every bit over the whole number: sums of plain FNV values collide more often.
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }

  long mark() {
    return mark(name, version);
  }

  /** Whether a subscriber that holds one needs the other; null is "nothing". */
  static boolean same(@Nullable EncodedResource one, @Nullable EncodedResource other) {
    return one == other || (one != null && other != null && one.version.equals(other.version));
  }

  private static byte[] entryOf(Resource resource) {
    int field = DeltaDiscoveryResponse.RESOURCES_FIELD_NUMBER;
    byte[] bytes = new byte[CodedOutputStream.computeMessageSize(field, resource)];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeMessage(field, resource);
    } catch (IOException e) {
      throw new UncheckedIOException("a computed size did not hold", e);
    }
    return bytes;
  }

  private static String versionOf(ByteString content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content.asReadOnlyByteBuffer());
      long hash = ByteBuffer.wrap(digest.digest()).getLong();
      return Long.toUnsignedString(hash, Character.MAX_RADIX);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
