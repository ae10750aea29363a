package dev.portolan.server.push.engine.view;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What of an encoded resource is for responses only, for tests in other rooms. */
public final class EncodedBytes {
  private EncodedBytes() {}

  public static ByteString messageOf(EncodedResource resource) {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      resource.writeMessage(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("into memory", e);
    }
    return bytes.toByteString();
  }
}
