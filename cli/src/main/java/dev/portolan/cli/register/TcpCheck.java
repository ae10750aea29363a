package dev.portolan.cli.register;

import dev.portolan.cli.shell.IoReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/** Healthy is what takes a connection. */
record TcpCheck(String host, int port) implements HealthCheck {
  static final int PATIENCE_MILLIS = 2_000;

  @Override
  public Optional<String> problem() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("%s:%d: %s".formatted(host, port, IoReason.of(e)));
    }
  }
}
