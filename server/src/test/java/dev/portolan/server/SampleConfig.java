package dev.portolan.server;

import dev.portolan.server.config.BrakeConfig;
import dev.portolan.server.config.ListenConfig;
import dev.portolan.server.config.ServerConfig;
import dev.portolan.settings.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How the hub is told to run in tests: as users have it, with no rules and no directory. */
final class SampleConfig {
  /** A free port of loopback. */
  static final HostPort LOOPBACK = new HostPort("127.0.0.1", 0);

  private SampleConfig() {}

  static ServerConfig plaintext() {
    return listening(ListenConfig.plaintext(LOOPBACK));
  }

  static ServerConfig listening(ListenConfig listen) {
    return new ServerConfig(
        listen,
        Path.of("unused"),
        Optional.empty(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        new BrakeConfig(30, 20, Duration.ofSeconds(60), Duration.ofMinutes(10), Map.of()));
  }
}
