package dev.portolan.source.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.Locality;
import dev.portolan.registry.SourceFacts;
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

class ConsulConfigTest {
  private final List<Problem> problems = new ArrayList<>();

  private ConsulConfig config(String... arguments) {
    Binding binding = ConsulConfig.PROGRAM.bind(List.of(arguments), Map.of());
    assertThat(binding).isInstanceOf(Binding.Bound.class);
    return ConsulConfig.of(((Binding.Bound) binding).values(), problems);
  }

  @Test
  void theExampleIsAConfiguration() {
    ConsulConfig config = config("--config", "../examples/consul/source.yaml");

    assertThat(problems).isEmpty();
    assertThat(config.source().origin().value()).isEqualTo("consul-dc1");
    assertThat(config.source().source().reachableFrom("anywhere")).isTrue();
    assertThat(config.source().source().trust()).isEqualTo(SourceFacts.Trust.INTERNAL);
    assertThat(config.source().locality()).isEqualTo(new Locality("us-east-1", "", ""));
    assertThat(config.rules().elsewhere()).isEqualTo(config.source().locality());
    assertThat(config.rules().namespace()).hasToString("{meta.namespace}|bookinfo");
    assertThat(config.rules().labels()).containsExactly("version");
    assertThat(config.endpoint().address()).hasToString("http://127.0.0.1:8500");
  }

  @Test
  void everySettingHasItsPlace() {
    ConsulConfig config =
        config(
            "--source=dc2",
            "--hub=hub.example.com:7071",
            "--network=vms",
            "--reachable-from=net-a,net-b",
            "--trust=external",
            "--consul.address=https://consul.example.com:8501",
            "--consul.datacenter=dc2",
            "--consul.token-file=/t/token",
            "--consul.ca-file=/t/ca.pem",
            "--consul.tagged-address=wan",
            "--consul.connections=7",
            "--consul.wait=10s",
            "--consul.turn=20s",
            "--consul.answer-timeout=3s",
            "--consul.reset-grace=1m",
            "--consul.deserted-grace=2m",
            "--select.names=a*,b",
            "--select.tags=mesh",
            "--select.metadata=env=prod,node.zone=a");

    assertThat(problems).isEmpty();
    assertThat(config.source().network()).isEqualTo("vms");
    assertThat(config.source().source().networks()).containsExactly("net-a", "net-b");
    assertThat(config.source().source().trust()).isEqualTo(SourceFacts.Trust.EXTERNAL);
    assertThat(config.endpoint().datacenter()).isEqualTo("dc2");
    assertThat(config.endpoint().tokenFile()).isEqualTo(Optional.of(Path.of("/t/token")));
    assertThat(config.endpoint().caFile()).isEqualTo(Optional.of(Path.of("/t/ca.pem")));
    assertThat(config.endpoint().taggedAddress()).isEqualTo("wan");
    assertThat(config.endpoint().answerTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.pace().connections()).isEqualTo(7);
    assertThat(config.pace().patience()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.pace().turn()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.pace().resetGrace()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.pace().desertedGrace()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.rules().selector().names()).containsExactly("a*", "b");
    assertThat(config.rules().selector().notNames()).containsExactly("consul", "*-sidecar-proxy");
    assertThat(config.rules().selector().tags()).containsExactly("mesh");
    assertThat(config.rules().selector().metadata())
        .isEqualTo(Map.of("env", "prod", "node.zone", "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--consul.address=consul:8500",
        "--consul.address=http://consul:8500/ui",
        "--consul.address=http://user@consul:8500",
        "--mapping.name={nobody}",
        "--reachable-from=a b",
        "--select.metadata=env",
        "--consul.connections=0",
        "--locality=a/b/c",
        "--hub=nowhere",
      })
  void whatCannotBeMeantIsRefused(String argument) {
    assertThat(ConsulConfig.PROGRAM.bind(List.of("--source=dc1", argument), Map.of()))
        .isInstanceOf(Binding.Refused.class);
  }

  @Test
  void aCertificateForAnAddressInTheClearIsAProblem() {
    config("--source=dc1", "--consul.ca-file=/t/ca.pem");

    assertThat(problems).hasSize(1);
  }
}
