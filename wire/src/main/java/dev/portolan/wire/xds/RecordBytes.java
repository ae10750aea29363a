package dev.portolan.wire.xds;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import dev.portolan.registry.Recorded;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.Standing;
import java.io.IOException;
import java.util.Optional;

/**
 * A record as it travels and as it is stored. Its provenance is the last field of its message, so
 * the bytes before that are the content alone: the same whenever and however often it was reported.
 * Immutable.
 */
public final class RecordBytes {
  /** Of {@code provenance} in the message of every record; none has a field with a higher one. */
  static final int PROVENANCE = 15;

  private final ByteString message;
  private final int contentLength;

  private RecordBytes(ByteString message, int contentLength) {
    this.message = message;
    this.contentLength = contentLength;
  }

  /** As {@link RecordEncoder#encode}, in bytes: equal records give equal ones. */
  public static RecordBytes of(Recorded<?> recorded, Standing standing) {
    ByteString message = ResourceBytes.of(RecordEncoder.encode(recorded, standing));
    int provenance =
        RecordEncoder.provenance(recorded)
            .map(history -> CodedOutputStream.computeMessageSize(PROVENANCE, history))
            .orElse(0);
    return new RecordBytes(message, message.size() - provenance);
  }

  /**
   * The same from its message's bytes, which are not copied; nothing if they are not as {@link #of}
   * would write them: no message, or the provenance in another place.
   */
  public static Optional<RecordBytes> read(byte[] message) {
    CodedInputStream in = CodedInputStream.newInstance(message);
    try {
      while (!in.isAtEnd()) {
        int start = in.getTotalBytesRead();
        int tag = in.readTag();
        if (!in.skipField(tag)) {
          return Optional.empty();
        }
        if (WireFormat.getTagFieldNumber(tag) >= PROVENANCE) {
          return in.isAtEnd() ? Optional.of(whole(message, start)) : Optional.empty();
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(whole(message, message.length));
  }

  private static RecordBytes whole(byte[] message, int contentLength) {
    return new RecordBytes(UnsafeByteOperations.unsafeWrap(message), contentLength);
  }

  /** Everything. */
  public ByteString message() {
    return message;
  }

  /** Everything but the provenance. */
  public ByteString content() {
    return message.substring(0, contentLength);
  }
}
