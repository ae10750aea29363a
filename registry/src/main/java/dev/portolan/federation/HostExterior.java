package dev.portolan.federation;

import java.util.Optional;

/**
 * What clients are told of a host whose workloads are not the mesh's.
 *
 * @param external it is somebody else's: no mesh mTLS, and nothing is said about who calls
 * @param tlsName clients' proxies begin TLS and demand a certificate for this DNS name
 */
public record HostExterior(boolean external, Optional<String> tlsName) {
  /** Of a host like any other. */
  public static final HostExterior NONE = new HostExterior(false, Optional.empty());
}
