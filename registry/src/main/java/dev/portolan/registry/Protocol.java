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

  /** Whether a proxy tells requests apart, or may find out that it can. */
  public boolean requests() {
    return switch (this) {
      case AUTO, HTTP, HTTP2, GRPC, GRPC_WEB -> true;
      case HTTPS, TCP, TLS, MONGO, MYSQL, REDIS, UDP -> false;
    };
  }

  /** As in {@code ServiceEntry.ports[].protocol}; empty for {@link #AUTO}. */
  public String istioName() {
    return istioName;
  }
}
