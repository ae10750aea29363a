package dev.portolan.source.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Locality;
import dev.portolan.settings.Binding;
import dev.portolan.settings.Problem;
import dev.portolan.source.eureka.EurekaPace;
import dev.portolan.source.eureka.http.EurekaEndpoint;
import dev.portolan.source.eureka.http.PortChoice;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EurekaConfigTest {
  private final List<Problem> problems = new ArrayList<>();

  private EurekaConfig config(String... arguments) {
    Binding binding = EurekaConfig.PROGRAM.bind(List.of(arguments), Map.of());
    assertThat(binding).isInstanceOf(Binding.Bound.class);
    return EurekaConfig.of(((Binding.Bound) binding).values(), problems);
  }

  @Test
  void theExampleIsAConfiguration() {
    EurekaConfig config = config("--config", "../examples/eureka/source.yaml");

    assertThat(problems).isEmpty();
    assertThat(config.source().origin().value()).isEqualTo("eureka-1");
    assertThat(config.source().locality()).isEqualTo(new Locality("us-east-1", "", ""));
    assertThat(config.servers()).containsExactly(URI.create("http://127.0.0.1:8761/eureka"));
    assertThat(config.rules().namespace()).hasToString("{meta.namespace}|bookinfo");
  }

  @Test
  void whatIsNotSaidIsAsEurekasOwnClientsHaveIt() {
    EurekaConfig config = config("--source=e");

    assertThat(config.pace()).isEqualTo(EurekaPace.DEFAULT);
    assertThat(config.endpoint()).isEqualTo(EurekaEndpoint.DEFAULT);
    assertThat(config.rules().selector().notNames()).containsExactly("EUREKA", "EUREKA-SERVER");
    assertThat(config.rules().locality()).hasToString("{node.region}/{node.zone}|/{node.zone}");
    assertThat(config.rules().protocol()).hasToString("{meta.protocol}|{node.scheme}");
  }

  @Test
  void everySettingHasItsPlace() {
    EurekaConfig config =
        config(
            "--source=e",
            "--eureka.urls=https://a.example.com/eureka/, https://b.example.com/eureka/v2,https://a.example.com/eureka",
            "--eureka.auth-file=/t/user",
            "--eureka.ca-file=/t/ca.pem",
            "--eureka.port=secure",
            "--eureka.poll=10s",
            "--eureka.window=1m",
            "--eureka.relist=3m",
            "--eureka.answer-timeout=4s",
            "--eureka.absence-grace=6m",
            "--eureka.deserted-grace=7m");

    assertThat(problems).isEmpty();
    assertThat(config.servers())
        .containsExactly(
            URI.create("https://a.example.com/eureka"),
            URI.create("https://b.example.com/eureka/v2"));
    assertThat(config.endpoint().authFile()).hasValue(Path.of("/t/user"));
    assertThat(config.endpoint().caFile()).hasValue(Path.of("/t/ca.pem"));
    assertThat(config.endpoint().port()).isEqualTo(PortChoice.SECURE);
    assertThat(config.endpoint().answerTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(config.pace().poll()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.pace().window()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.pace().relist()).isEqualTo(Duration.ofMinutes(3));
    assertThat(config.pace().absenceGrace()).isEqualTo(Duration.ofMinutes(6));
    assertThat(config.pace().desertedGrace()).isEqualTo(Duration.ofMinutes(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--eureka.urls=eureka:8761",
        "--eureka.urls=ftp://eureka/eureka",
        "--eureka.urls=http://eureka/eureka?x=1",
        "--eureka.port=both",
        "--eureka.poll=0s",
      })
  void whatCannotBeMeantIsRefused(String argument) {
    assertThat(EurekaConfig.PROGRAM.bind(List.of("--source=e", argument), Map.of()))
        .isInstanceOf(Binding.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "s3cret%", "s3cret#x"})
  void aPasswordInAUrlIsRefusedWithTheRemedyAndNotRepeated(String password) {
    config("--source=e", "--eureka.urls=http://ann:" + password + "@eureka/eureka");

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).toString()).contains("eureka.auth-file").doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--eureka.urls=", "--eureka.ca-file=/t/ca.pem", "--eureka.window=30s"})
  void whatDoesNotFitTogetherIsAProblem(String argument) {
    config("--source=e", argument);

    assertThat(problems).hasSize(1);
  }
}
