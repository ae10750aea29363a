package dev.portolan.registry;

/** Application protocols that Istio distinguishes. */
public enum Protocol {
  /** Not known: the proxy sniffs. */
  AUTO(""),
  HTTP("HTTP"),
  HTTPS("HTTPS"),
  HTTP2("HTTP2"),
  GRPC("GRPC"),
  GRPC_WEB("GRPC-Web"),
  TCP("TCP"),
  TLS("TLS"),
  MONGO("MONGO"),
  MYSQL("MYSQL"),
  REDIS("REDIS"),
  /** Known, but not routed between clusters. */
  UDP("UDP");

  private final String istioName;

  Protocol(String istioName) {
    this.istioName = istioName;
  }

  /** As in {@code ServiceEntry.ports[].protocol}; empty for {@link #AUTO}. */
  public String istioName() {
    return istioName;
  }
}
