package dev.portolan.wire.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Bytes of messages: equal messages give equal bytes, map fields included. */
public final class ResourceBytes {
  private ResourceBytes() {}

  public static ByteString of(Message message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array of the message's own size", e);
    }
    out.checkNoSpaceLeft();
    // The array is not kept by anyone else.
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /** The bytes with their type, as a discovery response carries them. */
  public static Any any(ResourceType type, ByteString bytes) {
    return Any.newBuilder().setTypeUrl(type.typeUrl()).setValue(bytes).build();
  }
}
