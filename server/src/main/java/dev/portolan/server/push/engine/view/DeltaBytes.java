package dev.portolan.server.push.engine.view;

import com.google.protobuf.CodedOutputStream;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes delta responses around resources that are encoded already. */
final class DeltaBytes {
  private DeltaBytes() {}

  static byte[] of(
      String typeUrl, String nonce, List<EncodedResource> resources, List<String> removed) {
    byte[] bytes = new byte[sizeOf(typeUrl, nonce, resources, removed)];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (EncodedResource resource : resources) {
        out.writeRawBytes(resource.entry());
      }
      out.writeString(DeltaDiscoveryResponse.TYPE_URL_FIELD_NUMBER, typeUrl);
      out.writeString(DeltaDiscoveryResponse.NONCE_FIELD_NUMBER, nonce);
      for (String name : removed) {
        out.writeString(DeltaDiscoveryResponse.REMOVED_RESOURCES_FIELD_NUMBER, name);
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("a computed size did not hold", e);
    }
    return bytes;
  }

  private static int sizeOf(
      String typeUrl, String nonce, List<EncodedResource> resources, List<String> removed) {
    int size = envelope(typeUrl, nonce);
    for (EncodedResource resource : resources) {
      size += resource.entry().length;
    }
    for (String name : removed) {
      size += removal(name);
    }
    return size;
  }

  /** Bytes of a response without resources and removals. */
  static int envelope(String typeUrl, String nonce) {
    return CodedOutputStream.computeStringSize(
            DeltaDiscoveryResponse.TYPE_URL_FIELD_NUMBER, typeUrl)
        + CodedOutputStream.computeStringSize(DeltaDiscoveryResponse.NONCE_FIELD_NUMBER, nonce);
  }

  /** Bytes that a difference adds to a response. */
  static int added(Difference difference) {
    EncodedResource now = difference.now();
    return now == null ? removal(difference.name()) : now.entry().length;
  }

  private static int removal(String name) {
    return CodedOutputStream.computeStringSize(
        DeltaDiscoveryResponse.REMOVED_RESOURCES_FIELD_NUMBER, name);
  }
}
