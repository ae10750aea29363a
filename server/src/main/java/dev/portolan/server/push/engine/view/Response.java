package dev.portolan.server.push.engine.view;

import java.util.List;

/** A whole encoded response. Shared by many streams: nobody writes to {@link #bytes}. */
public final class Response {
  private final String nonce;
  private final byte[] bytes;

  private Response(String nonce, byte[] bytes) {
    this.nonce = nonce;
    this.bytes = bytes;
  }

  static Response incremental(
      String typeUrl,
      String nonce,
      String version,
      List<EncodedResource> resources,
      List<String> removed) {
    return new Response(
        nonce, ResponseBytes.incremental(typeUrl, nonce, version, resources, removed));
  }

  static Response state(
      String typeUrl, String nonce, String version, List<EncodedResource> resources) {
    return new Response(nonce, ResponseBytes.state(typeUrl, nonce, version, resources));
  }

  public String nonce() {
    return nonce;
  }

  public byte[] bytes() {
    return bytes;
  }
}
