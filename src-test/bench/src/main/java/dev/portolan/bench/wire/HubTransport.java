package dev.portolan.bench.wire;

import dev.portolan.tls.TestAuthority;
import dev.portolan.tls.TlsFiles;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;

/** How a hub's clients reach it. */
public interface HubTransport {
  /** Without TLS, where one connection may speak for all. */
  HubTransport PLAIN = new HubTransport() {};

  /** What the hub is told about it, as its flags. */
  default List<String> hubFlags() {
    return List.of();
  }

  /** A connection of its own that speaks for an origin. */
  default ManagedChannel as(String origin, int port) {
    return Channels.to(port);
  }

  /**
   * Mutual TLS: each origin has a certificate of its own.
   *
   * @param directory for the certificates
   */
  static HubTransport mutualTls(Path directory) {
    TestAuthority authority = new TestAuthority();
    TlsFiles hub = authority.hub(directory.resolve("hub"));
    return new HubTransport() {
      @Override
      public List<String> hubFlags() {
        return TestAuthority.flags(hub);
      }

      @Override
      public ManagedChannel as(String origin, int port) {
        return Channels.to(
            port,
            context(
                authority.client(
                    directory.resolve(origin), "spiffe://portolan/cluster/" + origin + "/agent")));
      }
    };
  }

  private static SslContext context(TlsFiles files) {
    try {
      return GrpcSslContexts.configure(GrpcSslContexts.forClient(), SslProvider.JDK)
          .keyManager(files.certificate().toFile(), files.key().toFile())
          .trustManager(files.ca().toFile())
          .protocols("TLSv1.3")
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }
}
