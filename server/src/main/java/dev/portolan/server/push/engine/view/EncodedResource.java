package dev.portolan.server.push.engine.view;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
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
  private final String name;
  private final String version;
  private final byte[] entry;

  private EncodedResource(String name, String version, byte[] entry) {
    this.name = name;
    this.version = version;
    this.entry = entry;
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

  static EncodedResource versioned(
      String typeUrl, String name, String version, ByteString message) {
    Resource resource =
        Resource.newBuilder()
            .setName(name)
            .setVersion(version)
            .setResource(Any.newBuilder().setTypeUrl(typeUrl).setValue(message))
            .build();
    return new EncodedResource(name, version, entryOf(resource));
  }

  /** What a subscriber says that it holds, when that is not what the hub has: never sent. */
  static EncodedResource foreign(String name, String version) {
    return new EncodedResource(name, version, new byte[0]);
  }

  public String name() {
    return name;
  }

  /** 64 bits of the content's hash, base 36. */
  public String version() {
    return version;
  }

  /** A whole {@code resources} field of a delta response: tag, length, resource. */
  byte[] entry() {
    return entry;
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
