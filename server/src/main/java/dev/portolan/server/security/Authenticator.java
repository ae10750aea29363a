package dev.portolan.server.security;

import io.grpc.Attributes;

/**
 * The one place where a stream gets its identity: asked once per stream, before anything that it
 * says is believed. Another transport is another implementation; nothing else changes. Thread-safe.
 */
public interface Authenticator {

  /**
   * Who is calling.
   *
   * @param transport what the transport knows of its peer, from {@link CallTransport#current}
   * @param claimedOrigin the name that the peer gives itself; untrusted
   * @throws IdentityRefusedException if the transport does not prove who is calling, or proves
   *     another than the claimed origin
   */
  Principal authenticate(Attributes transport, String claimedOrigin);
}
