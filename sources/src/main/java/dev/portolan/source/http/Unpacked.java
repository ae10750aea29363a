package dev.portolan.source.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;

/** A response's bytes as they were before they were packed. */
public final class Unpacked {
  private Unpacked() {}

  /**
   * The bytes, unpacked if the response says that they are packed.
   *
   * @param limit how many there may be
   * @throws IOException if there are more, or if they are not packed as it says
   */
  public static byte[] body(HttpResponse<byte[]> response, int limit) throws IOException {
    String encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
    if (encoding.equalsIgnoreCase("identity")) {
      return response.body();
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new IOException("it is packed as " + encoding + ", which was not asked for");
    }
    try (GZIPInputStream unpacking =
        new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      byte[] bytes = unpacking.readNBytes(limit);
      if (unpacking.read() >= 0) {
        throw new IOException("it unpacks to more than " + limit + " bytes");
      }
      return bytes;
    }
  }
}
