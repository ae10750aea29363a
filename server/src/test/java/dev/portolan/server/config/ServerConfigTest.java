package dev.portolan.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.OriginId;
import dev.portolan.settings.Binding;
import dev.portolan.settings.HostPort;
import dev.portolan.settings.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest {
  private final List<Problem> problems = new ArrayList<>();

  @Test
  void hasDefaultsForEverything() {
    assertThat(read(List.of(), Map.of()))
        .isEqualTo(
            new ServerConfig(
                ListenConfig.plaintext(new HostPort("127.0.0.1", 7070)),
                Path.of("./portolan-data"),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                new BrakeConfig(30, 20, Duration.ofSeconds(60), Duration.ofMinutes(10), Map.of())));
    assertThat(problems).isEmpty();
  }

  @Test
  void takesEverythingFromAFileAndFlagsAndVariablesOverIt(@TempDir Path directory)
      throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("hub.yaml"),
            """
            listen: 0.0.0.0:1
            data-directory: /var/lib/portolan
            rules: meshes
            heartbeat-interval: 2s
            lease: 4s
            brake.percent: 40
            brake.count: 100
            brake.exceptions: west-1=100:0
            beat-interval: 500ms
            insecure: true
            """);

    ServerConfig config =
        read(
            List.of("--config", file.toString(), "--listen", "0.0.0.0:3"),
            Map.of("PORTOLAN_LISTEN", "0.0.0.0:2", "PORTOLAN_BEAT_INTERVAL", "1s"));

    assertThat(config)
        .isEqualTo(
            new ServerConfig(
                ListenConfig.plaintext(new HostPort("0.0.0.0", 3)),
                Path.of("/var/lib/portolan"),
                Optional.of(Path.of("meshes")),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                new BrakeConfig(
                    40,
                    100,
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    Map.of(
                        new OriginId("west-1"),
                        new BrakeConfig.Limits(new OriginId("west-1"), 100, 0)))));
    assertThat(problems).isEmpty();
  }

  @Test
  void refusesALeaseThatOneLateHeartbeatWouldEnd() {
    read(List.of("--heartbeat-interval", "10s", "--lease", "15s"), Map.of());

    assertThat(problems)
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("lease", "two heartbeats"));
  }

  @Test
  void refusesToListenForOthersWithoutTls() {
    for (String address : List.of("0.0.0.0:7070", "[::]:7070", "hub.example:7070")) {
      problems.clear();
      read(List.of("--listen", address), Map.of());
      assertThat(problems)
          .singleElement()
          .satisfies(problem -> assertThat(problem.toString()).contains(address, "--insecure"));
    }
  }

  @Test
  void listensOnLoopbackAndWhereItIsToldThatThisIsMeant() {
    for (String address : List.of("127.0.0.1:0", "127.1.2.3:1", "localhost:1", "[::1]:1")) {
      read(List.of("--listen", address), Map.of());
    }
    read(List.of("--listen", "0.0.0.0:7070", "--insecure"), Map.of());
    assertThat(problems).isEmpty();
  }

  @Test
  void reportsAllProblemsAtOnceWithSuggestions() {
    Binding binding =
        ServerConfig.PROGRAM.bind(
            List.of("--lisen", "127.0.0.1:1", "--beat-interval", "soon"),
            Map.of("PORTOLAN_INSECURE", "maybe"));

    assertThat(((Binding.Refused) binding).text())
        .contains("did you mean", "listen", "beat-interval: 'soon'", "insecure: 'maybe'");
  }

  private ServerConfig read(List<String> arguments, Map<String, String> environment) {
    Binding binding = ServerConfig.PROGRAM.bind(arguments, environment);
    assertThat(binding).isInstanceOf(Binding.Bound.class);
    return ServerConfig.of(((Binding.Bound) binding).values(), problems);
  }
}
