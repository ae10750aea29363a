package dev.portolan.agent.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach the API server.
 *
 * @param kubeconfig file to read; empty means the service account of the pod that this process runs
 *     in
 * @param context of the kubeconfig; empty means its current one
 * @param serviceAccount directory with {@code token} and {@code ca.crt}, where there is no
 *     kubeconfig
 * @param requestTimeout for one attempt of one request, watches excepted; more than zero
 * @param connectTimeout for one connection; more than zero
 * @param retries of a request that was answered with 429 or 5xx or not at all, zero or more. The
 *     server's Retry-After is obeyed, else the wait doubles from {@code retryInterval}
 * @param retryInterval before the first retry; more than zero
 */
public record KubernetesSettings(
    Optional<Path> kubeconfig,
    Optional<String> context,
    Path serviceAccount,
    Duration requestTimeout,
    Duration connectTimeout,
    int retries,
    Duration retryInterval) {
  /** Where Kubernetes mounts the service account of a pod. */
  public static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  /** What suits a cluster's own agent: gives up after some seconds, its caller tries again. */
  public static KubernetesSettings of(Optional<Path> kubeconfig, Optional<String> context) {
    return new KubernetesSettings(
        kubeconfig,
        context,
        MOUNTED,
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        3,
        Duration.ofMillis(200));
  }
}
