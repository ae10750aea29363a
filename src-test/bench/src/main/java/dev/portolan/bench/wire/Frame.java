package dev.portolan.bench.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@code DeltaDiscoveryResponse}, read down to the name and version of each resource but not into
 * its body: what a subscriber must do to acknowledge it. Cheaper than generated code, because
 * thousands of subscribers share two cores with the server that is measured.
 */
public final class Frame {
  private final byte[] bytes;
  private int typeStart;
  private int typeLength;
  private int nonceStart;
  private int nonceLength;
  private boolean versioned;
  private int resources;
  private int resourceBytes;
  private int removed;

  private Frame(byte[] bytes) {
    this.bytes = bytes;
  }

  static Frame read(InputStream in) {
    try {
      Frame frame = new Frame(in.readNBytes(Math.max(in.available(), 1)));
      frame.walk(null);
      return frame;
    } catch (IOException e) {
      throw new UncheckedIOException("a response cannot be read", e);
    }
  }

  /** Tells name and version of each resource. */
  public void forEach(BiConsumer<String, String> resource) {
    try {
      walk(resource);
    } catch (IOException e) {
      throw new UncheckedIOException("a response was read before", e);
    }
  }

  private void walk(@Nullable BiConsumer<String, String> visitor) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    resources = 0;
    resourceBytes = 0;
    removed = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int start;
      switch (WireFormat.getTagFieldNumber(tag)) {
        case DeltaDiscoveryResponse.RESOURCES_FIELD_NUMBER -> {
          resources++;
          resource(in, visitor);
        }
        case DeltaDiscoveryResponse.SYSTEM_VERSION_INFO_FIELD_NUMBER -> {
          versioned = true;
          in.skipField(tag);
        }
        case DeltaDiscoveryResponse.TYPE_URL_FIELD_NUMBER -> {
          typeLength = in.readRawVarint32();
          start = in.getTotalBytesRead();
          typeStart = start;
          in.skipRawBytes(typeLength);
        }
        case DeltaDiscoveryResponse.NONCE_FIELD_NUMBER -> {
          nonceLength = in.readRawVarint32();
          start = in.getTotalBytesRead();
          nonceStart = start;
          in.skipRawBytes(nonceLength);
        }
        case DeltaDiscoveryResponse.REMOVED_RESOURCES_FIELD_NUMBER -> {
          removed++;
          in.skipField(tag);
        }
        default -> in.skipField(tag);
      }
    }
  }

  private void resource(CodedInputStream in, @Nullable BiConsumer<String, String> visitor)
      throws IOException {
    int length = in.readRawVarint32();
    resourceBytes += length;
    int limit = in.pushLimit(length);
    String name = "";
    String version = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (visitor != null && field == Resource.NAME_FIELD_NUMBER) {
        name = in.readString();
      } else if (visitor != null && field == Resource.VERSION_FIELD_NUMBER) {
        version = in.readString();
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(limit);
    if (visitor != null) {
      visitor.accept(name, version);
    }
  }

  /** Bytes of the message. */
  public int size() {
    return bytes.length;
  }

  /** How many it carries. */
  public int resources() {
    return resources;
  }

  /** Bytes of all that it carries. */
  int resourceBytes() {
    return resourceBytes;
  }

  public int removed() {
    return removed;
  }

  /** Whether it is of a type. */
  public boolean isOf(byte[] typeUrl) {
    return Arrays.equals(bytes, typeStart, typeStart + typeLength, typeUrl, 0, typeUrl.length);
  }

  public String typeUrl() {
    return new String(bytes, typeStart, typeLength, StandardCharsets.UTF_8);
  }

  /** Whether it says of which version of the whole it is the last part. */
  boolean versioned() {
    return versioned;
  }

  /** The {@code DeltaDiscoveryRequest} that acknowledges it. Its lengths are below 128. */
  byte[] ack() {
    return ack(bytes, typeStart, typeLength);
  }

  /** The same about another type: what confirms the point that a response completes. */
  byte[] ack(byte[] typeUrl) {
    return ack(typeUrl, 0, typeUrl.length);
  }

  private byte[] ack(byte[] type, int start, int length) {
    byte[] ack = new byte[4 + length + nonceLength];
    int at = field(ack, 0, DeltaDiscoveryRequest.TYPE_URL_FIELD_NUMBER, type, start, length);
    int nonce = DeltaDiscoveryRequest.RESPONSE_NONCE_FIELD_NUMBER;
    field(ack, at, nonce, bytes, nonceStart, nonceLength);
    return ack;
  }

  private static int field(byte[] ack, int at, int number, byte[] from, int start, int length) {
    if (length > 127) {
      throw new IllegalStateException("a type or nonce of " + length + " bytes");
    }
    ack[at] = (byte) (number << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    ack[at + 1] = (byte) length;
    System.arraycopy(from, start, ack, at + 2, length);
    return at + 2 + length;
  }
}
