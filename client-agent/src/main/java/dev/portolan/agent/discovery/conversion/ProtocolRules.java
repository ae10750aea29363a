package dev.portolan.agent.discovery.conversion;

import dev.portolan.agent.discovery.objects.ObservedService.Port;
import dev.portolan.registry.Protocol;
import java.util.Locale;
import java.util.Set;

/** Which protocol a service port speaks, by the rules of Istio's "Protocol Selection". */
public final class ProtocolRules {
  // Server speaks first on these, so sniffing would wait in vain.
  private static final Set<Integer> KNOWN_TCP = Set.of(25, 53, 3306, 27017);

  private ProtocolRules() {}

  static Protocol of(Port port) {
    if (port.transport().equals("UDP")) {
      return Protocol.UDP;
    }
    Protocol named =
        switch (port.appProtocol()) {
          case "" -> ofPrefix(port.name());
          case "kubernetes.io/h2c" -> Protocol.HTTP2;
          case "kubernetes.io/ws" -> Protocol.HTTP;
          case "kubernetes.io/wss" -> Protocol.HTTPS;
          default -> ofPrefix(port.appProtocol());
        };
    return named == Protocol.AUTO && KNOWN_TCP.contains(port.number()) ? Protocol.TCP : named;
  }

  /** The protocol that a port's name begins with, as in {@code grpc-web} or {@code tcp-7000}. */
  public static Protocol ofPrefix(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.startsWith("grpc-web")) {
      return Protocol.GRPC_WEB;
    }
    int dash = name.indexOf('-');
    return switch (dash < 0 ? name : name.substring(0, dash)) {
      case "http", "http_proxy" -> Protocol.HTTP;
      case "https" -> Protocol.HTTPS;
      case "http2" -> Protocol.HTTP2;
      case "grpc" -> Protocol.GRPC;
      case "tcp" -> Protocol.TCP;
      case "tls" -> Protocol.TLS;
      case "mongo" -> Protocol.MONGO;
      case "mysql" -> Protocol.MYSQL;
      case "redis" -> Protocol.REDIS;
      case "udp" -> Protocol.UDP;
      default -> Protocol.AUTO;
    };
  }
}
