package dev.portolan.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Gateway;
import dev.portolan.registry.Locality;
import dev.portolan.settings.Binding;
import dev.portolan.settings.Problem;
import dev.portolan.settings.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceOptionsTest {
  private final List<Problem> problems = new ArrayList<>();

  private SourceConfig source(String... arguments) {
    Binding binding =
        new Program("test", "", "TEST_", SourceOptions.ALL).bind(List.of(arguments), Map.of());
    return SourceOptions.of(((Binding.Bound) binding).values(), problems);
  }

  @Test
  void readsEverySettingOfADirectory() {
    SourceConfig source =
        source(
            "--source-directory",
            "in",
            "--cluster-domain",
            "cluster.example",
            "--gateways",
            "203.0.113.7:15443,[2001:db8::7]:15443",
            "--locality",
            "eu/eu-1");

    assertThat(problems).isEmpty();
    assertThat(source.directory()).contains(Path.of("in"));
    assertThat(source.clusterDomain()).isEqualTo("cluster.example");
    assertThat(source.gateways())
        .containsExactly(new Gateway("203.0.113.7", 15443), new Gateway("2001:db8::7", 15443));
    assertThat(source.locality()).isEqualTo(new Locality("eu", "eu-1", ""));
  }

  @Test
  void readsTheApiServerWithoutADirectory() {
    assertThat(source("--source", "kubernetes").directory()).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void asksForADirectoryOrAnApiServer() {
    source();
    assertThat(problems).singleElement().asString().contains("--source kubernetes");
  }

  @Test
  void refusesBoth() {
    source("--source", "kubernetes", "--source-directory", "in");
    assertThat(problems).singleElement().asString().contains("leave one of them out");
  }

  @Test
  void takesNoHostNamesForGateways() {
    source("--source", "kubernetes", "--gateways", "lb.example:15443");
    assertThat(problems).singleElement().asString().contains("addresses only");
  }
}
