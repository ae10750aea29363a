package dev.portolan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program with one setting of each type, and ways to bind it. */
final class TestPrograms {
  static final Setting<HostPort> LISTEN =
      Setting.of("listen", ValueType.listen(), "127.0.0.1:15010", "Where agents connect to.");
  static final Setting<String> CLUSTER =
      Setting.required("cluster", ValueType.text(), "Name of the cluster.");
  static final Setting<Integer> MAX_LAG =
      Setting.of("push.max-lag", ValueType.integer(1, 100), "10", "How far a stream may lag.");
  static final Setting<Duration> HEARTBEAT =
      Setting.of(
          "push.heartbeat",
          ValueType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          "10s",
          "Beat of bookmarks.");
  static final Setting<Boolean> INSECURE =
      Setting.of("insecure", ValueType.bool(), "false", "Allows plain text on any address.");
  static final Setting<Optional<Path>> DATA =
      Setting.optional("data", ValueType.path(), "Directory of the store.");
  static final Setting<List<HostPort>> GATEWAYS =
      Setting.of("gateways", ValueType.listOf(ValueType.target()), "", "East-west gateways.");
  static final Setting<Color> COLOR =
      Setting.of("color", ValueType.oneOf(Color.class), "dark-red", "Of the output.");

  static final Program PROGRAM =
      new Program(
          "portolan-test",
          "Does nothing, with settings.",
          "PORTOLAN_TEST_",
          List.of(LISTEN, CLUSTER, MAX_LAG, HEARTBEAT, INSECURE, DATA, GATEWAYS, COLOR));

  private TestPrograms() {}

  enum Color {
    DARK_RED,
    BLUE
  }

  /** Binds with flags only. */
  static Binding bind(String... flags) {
    return PROGRAM.bind(List.of(flags), Map.of());
  }

  /** Binds a file; what it lacks is given by flags. */
  static Binding bindFile(Path directory, String yaml, String... flags) {
    Path file = directory.resolve("test.yaml");
    try {
      Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> all = new ArrayList<>(List.of("--config", file.toString()));
    all.addAll(List.of(flags));
    return PROGRAM.bind(all, Map.of());
  }

  static Values bound(Binding binding) {
    assertThat(binding).isInstanceOf(Binding.Bound.class);
    return ((Binding.Bound) binding).values();
  }

  /** The problems as text, with the directory of the file left out. */
  static List<String> refused(Binding binding) {
    assertThat(binding).isInstanceOf(Binding.Refused.class);
    return ((Binding.Refused) binding)
        .problems().stream()
            .map(each -> each.toString().replaceAll("\\S*/(?=test.yaml)", ""))
            .toList();
  }
}
