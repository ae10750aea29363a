package dev.portolan.server;

import dev.portolan.server.config.ListenConfig;
import dev.portolan.settings.HostPort;
import dev.portolan.tls.TlsIdentity;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The ports of a hub: one for its services, and, if wanted, one for health checks.
 *
 * @param main serves the services
 * @param health serves health checks only
 * @param tls of the services' port; closed with the ports
 */
record Ports(Port main, Optional<Port> health, Optional<TlsIdentity> tls) {

  /**
   * One of them.
   *
   * @param address with the real port
   */
  record Port(HostPort address, Server server) {
    private static Port open(HostPort wanted, NettyServerBuilder builder) throws IOException {
      Server server = builder.build().start();
      return new Port(new HostPort(wanted.host(), server.getPort()), server);
    }
  }

  /**
   * Opens them.
   *
   * @throws IOException if one cannot be opened; then none is
   */
  static Ports open(ListenConfig config, Optional<TlsIdentity> tls, HubServices services)
      throws IOException {
    NettyServerBuilder builder =
        at(
            config.address(),
            tls.map(TlsIdentity::serverCredentials).orElseGet(InsecureServerCredentials::create));
    services.addTo(builder);
    builder.callExecutor(new EdgeExecutors());
    Port main = Port.open(config.address(), builder);
    try {
      return new Ports(main, health(config, services), tls);
    } catch (IOException e) {
      main.server().shutdownNow();
      throw e;
    }
  }

  private static Optional<Port> health(ListenConfig config, HubServices services)
      throws IOException {
    if (config.health().isEmpty()) {
      return Optional.empty();
    }
    HostPort address = config.health().get();
    NettyServerBuilder builder = at(address, InsecureServerCredentials.create());
    services.addHealthTo(builder);
    return Optional.of(Port.open(address, builder));
  }

  private static NettyServerBuilder at(HostPort address, ServerCredentials credentials) {
    return Transport.STANDARD.applyTo(
        NettyServerBuilder.forAddress(
            new InetSocketAddress(address.host(), address.port()), credentials));
  }

  private List<Server> servers() {
    return Stream.concat(Stream.of(main), health.stream()).map(Port::server).toList();
  }

  /** Waits until all are closed. */
  void awaitTermination() throws InterruptedException {
    for (Server server : servers()) {
      server.awaitTermination();
    }
  }

  /** No new calls. */
  void shutdown() {
    servers().forEach(Server::shutdown);
  }

  /** Cuts what has not ended by then. */
  void close(int seconds) {
    try {
      for (Server server : servers()) {
        if (!server.awaitTermination(seconds, TimeUnit.SECONDS)) {
          server.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      servers().forEach(Server::shutdownNow);
      Thread.currentThread().interrupt();
    }
    tls.ifPresent(TlsIdentity::close);
  }
}
