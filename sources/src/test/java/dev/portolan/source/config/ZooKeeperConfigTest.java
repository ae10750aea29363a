package dev.portolan.source.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.settings.Binding;
import dev.portolan.settings.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooKeeperConfigTest {
  private final List<Problem> problems = new ArrayList<>();

  private ZooKeeperConfig config(String... arguments) {
    Binding binding = ZooKeeperConfig.PROGRAM.bind(List.of(arguments), Map.of());
    assertThat(binding).isInstanceOf(Binding.Bound.class);
    return ZooKeeperConfig.of(((Binding.Bound) binding).values(), problems);
  }

  @Test
  void theExampleIsAConfiguration() {
    ZooKeeperConfig config = config("--config", "../examples/zookeeper/source.yaml");

    assertThat(problems).isEmpty();
    assertThat(config.source().origin().value()).isEqualTo("zk-1");
    assertThat(config.endpoint().connect()).isEqualTo("127.0.0.1:2181");
    assertThat(config.paths()).containsExactly("/services");
    assertThat(config.rules().namespace()).hasToString("{meta.namespace}|bookinfo");
    assertThat(config.rules().locality()).hasToString("{meta.region}/{meta.zone}|{meta.region}");
  }

  @Test
  void everySettingHasItsPlace() {
    ZooKeeperConfig config =
        config(
            "--source=zk-2",
            "--zookeeper.connect=zk-a:2181,zk-b:2182,[::1]:2183/prod",
            "--zookeeper.paths=/services,/more/services,/services",
            "--zookeeper.auth-file=/t/auth",
            "--zookeeper.session-timeout=10s",
            "--zookeeper.largest-node=1000",
            "--zookeeper.relist=1m",
            "--zookeeper.absence-grace=3m",
            "--zookeeper.deserted-grace=4m",
            "--select.names=a*");

    assertThat(problems).isEmpty();
    assertThat(config.endpoint().connect()).isEqualTo("zk-a:2181,zk-b:2182,[::1]:2183/prod");
    assertThat(config.endpoint().authFile()).isEqualTo(Optional.of(Path.of("/t/auth")));
    assertThat(config.endpoint().sessionTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.endpoint().largestNode()).isEqualTo(1000);
    assertThat(config.paths()).containsExactly("/more/services", "/services");
    assertThat(config.pace().sessionTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.pace().relist()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.pace().absenceGrace()).isEqualTo(Duration.ofMinutes(3));
    assertThat(config.pace().desertedGrace()).isEqualTo(Duration.ofMinutes(4));
    assertThat(config.rules().selector().names()).containsExactly("a*");
    assertThat(config.rules().selector().notNames()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--zookeeper.connect=",
        "--zookeeper.connect=zk a:2181",
        "--zookeeper.connect=zk:2181/",
        "--zookeeper.connect=zk:2181/a//b",
        "--zookeeper.paths=services",
        "--zookeeper.paths=/services/",
        "--zookeeper.session-timeout=0s",
        "--zookeeper.largest-node=0",
      })
  void whatCannotBeMeantIsRefused(String argument) {
    assertThat(ZooKeeperConfig.PROGRAM.bind(List.of("--source=zk-1", argument), Map.of()))
        .isInstanceOf(Binding.Refused.class);
  }

  @Test
  void noPathIsAProblem() {
    config("--source=zk-1", "--zookeeper.paths=");

    assertThat(problems).hasSize(1);
  }
}
