package dev.portolan.server.push.engine.view;

import com.google.protobuf.CodedOutputStream;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;

/** Writes responses of both variants around resources that are encoded already. */
final class ResponseBytes {
  // The two messages number alike what they have in common, so that one writer serves both.
  private static final int VERSION = DiscoveryResponse.VERSION_INFO_FIELD_NUMBER;
  private static final int TYPE_URL = DeltaDiscoveryResponse.TYPE_URL_FIELD_NUMBER;
  private static final int NONCE = DeltaDiscoveryResponse.NONCE_FIELD_NUMBER;
  private static final int REMOVED = DeltaDiscoveryResponse.REMOVED_RESOURCES_FIELD_NUMBER;

  private ResponseBytes() {}

  /**
   * A {@code DeltaDiscoveryResponse}.
   *
   * @param version of all that the subscriber holds with it; empty for none
   */
  static byte[] incremental(
      String typeUrl,
      String nonce,
      String version,
      List<EncodedResource> resources,
      List<String> removed) {
    int size = envelope(typeUrl, nonce) + version(version);
    for (EncodedResource resource : resources) {
      size += ResourceField.size(typeUrl, resource);
    }
    for (String name : removed) {
      size += removal(name);
    }
    return written(
        size,
        out -> {
          if (!version.isEmpty()) {
            out.writeString(VERSION, version);
          }
          for (EncodedResource resource : resources) {
            ResourceField.write(out, typeUrl, resource);
          }
          out.writeString(TYPE_URL, typeUrl);
          out.writeString(NONCE, nonce);
          for (String name : removed) {
            out.writeString(REMOVED, name);
          }
        });
  }

  /** A {@code DiscoveryResponse}. */
  static byte[] state(
      String typeUrl, String nonce, String version, List<EncodedResource> resources) {
    return written(
        Math.toIntExact(stateSize(typeUrl, nonce, version, resources)),
        out -> {
          out.writeString(VERSION, version);
          for (EncodedResource resource : resources) {
            ResourceField.writeBare(out, typeUrl, resource);
          }
          out.writeString(TYPE_URL, typeUrl);
          out.writeString(NONCE, nonce);
        });
  }

  private interface Content {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] written(int size, Content content) {
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      content.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("a computed size did not hold", e);
    }
    return bytes;
  }

  /** Bytes of a full response; perhaps more than an array can have. */
  static long stateSize(
      String typeUrl, String nonce, String version, Collection<EncodedResource> resources) {
    long size = envelope(typeUrl, nonce);
    size += CodedOutputStream.computeStringSize(VERSION, version);
    for (EncodedResource resource : resources) {
      size += ResourceField.bareSize(typeUrl, resource);
    }
    return size;
  }

  /** Bytes of a response without resources and removals. */
  static int envelope(String typeUrl, String nonce) {
    return CodedOutputStream.computeStringSize(TYPE_URL, typeUrl)
        + CodedOutputStream.computeStringSize(NONCE, nonce);
  }

  /** Bytes that a version adds to an incremental response. */
  static int version(String version) {
    return version.isEmpty() ? 0 : CodedOutputStream.computeStringSize(VERSION, version);
  }

  /** Bytes that a difference adds to an incremental response. */
  static int added(String typeUrl, Difference difference) {
    EncodedResource now = difference.now();
    return now == null ? removal(difference.name()) : ResourceField.size(typeUrl, now);
  }

  private static int removal(String name) {
    return CodedOutputStream.computeStringSize(REMOVED, name);
  }
}
