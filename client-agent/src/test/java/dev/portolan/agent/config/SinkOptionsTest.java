package dev.portolan.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.settings.Binding;
import dev.portolan.settings.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkOptionsTest {
  private final List<Problem> problems = new ArrayList<>();

  @Test
  void anApiServerIsWrittenAtAPace() {
    SinkConfig sink = sink("--sink", "kubernetes", "--write.rate", "7");

    assertThat(problems).isEmpty();
    assertThat(sink.directory()).isEmpty();
    assertThat(sink.leaseNamespace()).isEqualTo("portolan-system");
    assertThat(sink.lease()).isEqualTo("portolan-agent");
    assertThat(sink.limits().writesPerSecond()).isEqualTo(7);
    assertThat(sink.limits().burst()).isEqualTo(40);
    assertThat(sink.limits().brakePercent()).isEqualTo(30);
    assertThat(sink.limits().brakeCount()).isEqualTo(20);
  }

  @Test
  void aDirectoryIsWrittenAsFastAsItTakes() {
    SinkConfig sink = sink("--sink-directory", "out", "--write.rate", "7");

    assertThat(sink.directory()).contains(Path.of("out"));
    assertThat(sink.limits().writesPerSecond()).isGreaterThan(1000);
  }

  @Test
  void saysWhatDoesNotFitTogether() {
    sink();
    sink("--sink", "kubernetes", "--sink-directory", "out");

    assertThat(problems)
        .extracting(Problem::toString)
        .satisfiesExactly(
            text -> assertThat(text).contains("sink-directory is required"),
            text -> assertThat(text).contains("not written with --sink kubernetes"));
  }

  private SinkConfig sink(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--cluster", "east-1", "--source-directory", "in"));
    all.addAll(List.of(arguments));
    Binding binding = AgentConfig.PROGRAM.bind(all, Map.of());
    return AgentConfig.of(((Binding.Bound) binding).values(), problems).sink();
  }
}
