package dev.portolan.agent.config;

import dev.portolan.agent.kubernetes.KubernetesSettings;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How to reach the cluster's API server, for whatever reads from it or writes to it. */
final class KubernetesOptions {
  private static final Setting<Optional<Path>> KUBECONFIG =
      Setting.optional(
          "kubeconfig",
          ValueType.path(),
          "Kubeconfig of the cluster's API server; without it, the service account of the own pod.");
  private static final Setting<Optional<String>> CONTEXT =
      Setting.optional(
          "context", ValueType.text(), "Context of the kubeconfig; without it, its current one.");
  private static final Setting<Path> SERVICE_ACCOUNT =
      Setting.of(
          "service-account",
          ValueType.path(),
          KubernetesSettings.MOUNTED.toString(),
          "Directory with the token and the ca.crt of the own pod's service account; looked at when there is no kubeconfig.");
  private static final Setting<Duration> REQUEST_TIMEOUT =
      Setting.of(
          "kubernetes.request-timeout",
          ValueType.duration(Duration.ofMillis(100), Duration.ofMinutes(5)),
          "10s",
          "How long one attempt of a request to the API server may take.");
  private static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.of(
          "kubernetes.connect-timeout",
          ValueType.duration(Duration.ofMillis(100), Duration.ofMinutes(5)),
          "5s",
          "How long a connection to the API server may take to open.");
  private static final Setting<Integer> RETRIES =
      Setting.of(
          "kubernetes.retries",
          ValueType.integer(0, 20),
          "3",
          "How often a request is tried again at once when the API server is busy or away; its Retry-After is obeyed.");
  private static final Setting<Duration> RETRY_INTERVAL =
      Setting.of(
          "kubernetes.retry-interval",
          ValueType.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
          "200ms",
          "Wait before the first of these retries; doubles with each.");

  static final List<Setting<?>> ALL =
      List.of(
          KUBECONFIG,
          CONTEXT,
          SERVICE_ACCOUNT,
          REQUEST_TIMEOUT,
          CONNECT_TIMEOUT,
          RETRIES,
          RETRY_INTERVAL);

  private KubernetesOptions() {}

  static KubernetesSettings of(Values values) {
    return new KubernetesSettings(
        values.get(KUBECONFIG),
        values.get(CONTEXT),
        values.get(SERVICE_ACCOUNT),
        values.get(REQUEST_TIMEOUT),
        values.get(CONNECT_TIMEOUT),
        values.get(RETRIES),
        values.get(RETRY_INTERVAL));
  }
}
