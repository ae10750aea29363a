package dev.portolan.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesClientsTest {
  @TempDir Path directory;

  private KubernetesSettings settings(String kubeconfig, String context) throws IOException {
    Path file = Files.writeString(directory.resolve("config"), kubeconfig);
    return KubernetesSettings.of(
        Optional.of(file), context.isEmpty() ? Optional.empty() : Optional.of(context));
  }

  private static String kubeconfig(String user) {
    return """
        apiVersion: v1
        kind: Config
        current-context: east
        contexts:
        - {name: east, context: {cluster: east, user: agent}}
        - {name: west, context: {cluster: west, user: agent}}
        - {name: adrift, context: {cluster: none, user: agent}}
        clusters:
        - {name: east, cluster: {server: "https://127.0.0.1:6443"}}
        - {name: west, cluster: {server: "https://127.0.0.1:7443"}}
        users:
        - {name: agent, user: %s}
        """
        .formatted(user);
  }

  @Test
  void takesTheCurrentContextUnlessAnotherIsAskedFor() throws Exception {
    try (KubernetesClient east =
            KubernetesClients.open(settings(kubeconfig("{token: t}"), ""), "1", Map.of());
        KubernetesClient west =
            KubernetesClients.open(settings(kubeconfig("{token: t}"), "west"), "1", Map.of())) {
      assertThat(east.getMasterUrl().getPort()).isEqualTo(6443);
      assertThat(west.getMasterUrl().getPort()).isEqualTo(7443);
      assertThat(west.getConfiguration().getAutoOAuthToken()).isEqualTo("t");
      assertThat(west.getConfiguration().getUserAgent()).isEqualTo("portolan-agent/1");
      assertThat(west.getConfiguration().getRequestRetryBackoffLimit()).isEqualTo(3);
    }
  }

  @Test
  void namesTheContextsThatThereAreWhenTheOneAskedForIsMissing() throws Exception {
    KubernetesSettings settings = settings(kubeconfig("{token: t}"), "nort");

    assertThatExceptionOfType(KubernetesConfigException.class)
        .isThrownBy(() -> KubernetesClients.open(settings, "1", Map.of()))
        .withMessageContaining("no context 'nort'; it has [adrift, east, west]");
  }

  @Test
  void neverTakesADefaultAddressForAClusterThatIsNotNamed() throws Exception {
    KubernetesSettings adrift = settings(kubeconfig("{token: t}"), "adrift");
    assertThatExceptionOfType(KubernetesConfigException.class)
        .isThrownBy(() -> KubernetesClients.open(adrift, "1", Map.of()))
        .withMessageContaining("context 'adrift' names no cluster with a server");

    KubernetesSettings empty = settings("apiVersion: v1\nkind: Config\n", "");
    assertThatExceptionOfType(KubernetesConfigException.class)
        .isThrownBy(() -> KubernetesClients.open(empty, "1", Map.of()))
        .withMessageContaining("no current-context; it has []");
  }

  @Test
  void saysThatItRunsInNoPod() {
    assertThatExceptionOfType(KubernetesConfigException.class)
        .isThrownBy(
            () ->
                KubernetesClients.open(
                    KubernetesSettings.of(Optional.empty(), Optional.empty()), "1", Map.of()))
        .withMessageContaining("give a kubeconfig");
  }

  @Test
  void readsThePodsTokenAnewForEveryRequest() throws Exception {
    Files.writeString(directory.resolve("token"), "first\n");
    Files.writeString(directory.resolve("ca.crt"), "");
    var config =
        new ServiceAccount(directory)
            .config(Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443"));

    assertThat(config.getMasterUrl()).isEqualTo("https://[fd00::1]:443/");
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("first");
    Files.writeString(directory.resolve("token"), "second");
    assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("second");
  }

  @Test
  void tellsTheAlgorithmOfAKeyThatDoesNotSayIt() throws Exception {
    assertThat(algorithm("EC")).contains("EC");
    assertThat(algorithm("RSA")).contains("RSA");
  }

  private Optional<String> algorithm(String algorithm)
      throws IOException, GeneralSecurityException {
    byte[] key =
        KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key));
    String data = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    Path file =
        Files.writeString(
            directory.resolve("config"), kubeconfig("{client-key-data: " + data + "}"));
    return ClientKeys.algorithm(io.fabric8.kubernetes.client.Config.fromKubeconfig(file.toFile()));
  }
}
