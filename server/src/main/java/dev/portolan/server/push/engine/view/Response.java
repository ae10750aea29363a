package dev.portolan.server.push.engine.view;

import java.util.List;

/** A whole delta response, encoded. Shared by many streams: nobody writes to {@link #bytes}. */
public final class Response {
  private final String nonce;
  private final byte[] bytes;

  private Response(String nonce, byte[] bytes) {
    this.nonce = nonce;
    this.bytes = bytes;
  }

  static Response of(
      String typeUrl, String nonce, List<EncodedResource> resources, List<String> removed) {
    return new Response(nonce, DeltaBytes.of(typeUrl, nonce, resources, removed));
  }

  public String nonce() {
    return nonce;
  }

  public byte[] bytes() {
    return bytes;
  }
}
