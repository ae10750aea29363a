package dev.portolan.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.kubernetes.KubernetesSettings;
import dev.portolan.settings.Binding;
import dev.portolan.settings.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KubernetesOptionsTest {
  private static KubernetesSettings settings(String... arguments) {
    Binding binding =
        new Program("test", "", "TEST_", KubernetesOptions.ALL).bind(List.of(arguments), Map.of());
    return KubernetesOptions.of(((Binding.Bound) binding).values());
  }

  @Test
  void takesTheOwnPodAndTheDefaultsOfTheClientsRoom() {
    assertThat(settings()).isEqualTo(KubernetesSettings.of(Optional.empty(), Optional.empty()));
  }

  @Test
  void readsEverySetting() {
    assertThat(
            settings(
                "--kubeconfig",
                "/etc/k",
                "--context",
                "east",
                "--service-account",
                "/run/sa",
                "--kubernetes.request-timeout",
                "1s",
                "--kubernetes.connect-timeout",
                "2s",
                "--kubernetes.retries",
                "7",
                "--kubernetes.retry-interval",
                "3s"))
        .isEqualTo(
            new KubernetesSettings(
                Optional.of(Path.of("/etc/k")),
                Optional.of("east"),
                Path.of("/run/sa"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                7,
                Duration.ofSeconds(3)));
  }
}
