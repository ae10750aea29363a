package dev.portolan.agent.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The service account that Kubernetes mounts into a pod.
 *
 * @param directory with {@code token} and {@code ca.crt}
 */
record ServiceAccount(Path directory) {

  Config config(Map<String, String> environment) throws KubernetesConfigException {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    Path token = directory.resolve("token");
    Path authority = directory.resolve("ca.crt");
    if (host.isEmpty() || !Files.isReadable(token) || !Files.isReadable(authority)) {
      throw new KubernetesConfigException(
          "this process runs in no pod with a service account (KUBERNETES_SERVICE_HOST, %s, %s): give a kubeconfig"
              .formatted(token, authority));
    }
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port)
        .withCaCertFile(authority.toString())
        // Kubernetes renews the file about hourly, and the old token ends.
        .withOauthTokenProvider(() -> read(token))
        .build();
  }

  private static String read(Path token) {
    try {
      return Files.readString(token).strip();
    } catch (IOException e) {
      // Answered with 401 and shown as such; the next request reads again.
      return "";
    }
  }
}
