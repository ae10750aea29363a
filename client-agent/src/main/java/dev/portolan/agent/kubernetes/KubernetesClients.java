package dev.portolan.agent.kubernetes;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds clients. Connects to nothing: an API server that is away is the client's users' affair.
 */
public final class KubernetesClients {
  private static final String USER_AGENT = "portolan-agent/";

  private KubernetesClients() {}

  /**
   * A client for the caller to close; safe for use by many threads.
   *
   * @param version of this program, for the API server's audit log
   * @param environment of the process; only the way to the own pod's API server is read from it
   * @throws KubernetesConfigException if the configuration names no cluster
   */
  public static KubernetesClient open(
      KubernetesSettings settings, String version, Map<String, String> environment)
      throws KubernetesConfigException {
    Config config =
        settings.kubeconfig().isPresent()
            ? fromFile(settings.kubeconfig().get(), settings.context())
            : new ServiceAccount(settings.serviceAccount()).config(environment);
    Config complete =
        new ConfigBuilder(config)
            .withUserAgent(USER_AGENT + version)
            .withRequestTimeout(Math.toIntExact(settings.requestTimeout().toMillis()))
            .withConnectionTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
            .withRequestRetryBackoffLimit(settings.retries())
            .withRequestRetryBackoffInterval(Math.toIntExact(settings.retryInterval().toMillis()))
            .build();
    try {
      return new KubernetesClientBuilder()
          .withConfig(complete)
          .withHttpClientFactory(new TlsClients(List.of(complete.getTlsVersions())))
          .withKubernetesSerialization(Json.SHARED)
          .build();
    } catch (KubernetesClientException e) {
      throw new KubernetesConfigException(
          "no client can be built for " + complete.getMasterUrl() + ": " + rootMessage(e), e);
    }
  }

  private static Config fromFile(Path file, Optional<String> context)
      throws KubernetesConfigException {
    if (!Files.isReadable(file)) {
      throw new KubernetesConfigException("kubeconfig " + file + " is not a readable file");
    }
    Config config;
    try {
      config = Config.fromKubeconfig(context.orElse(null), file.toFile());
    } catch (KubernetesClientException e) {
      throw new KubernetesConfigException("kubeconfig " + file + ": " + rootMessage(e), e);
    }
    // The client silently takes the current context where the one asked for is missing, and its own
    // default address where there is none.
    NamedContext current = config.getCurrentContext();
    if (current == null || !current.getName().equals(context.orElse(current.getName()))) {
      List<String> names =
          config.getContexts().stream().map(NamedContext::getName).sorted().toList();
      throw new KubernetesConfigException(
          "kubeconfig %s has no %s; it has %s"
              .formatted(
                  file,
                  context.map(name -> "context '" + name + "'").orElse("current-context"),
                  names));
    }
    if (!hasServer(file, current.getContext().getCluster())) {
      throw new KubernetesConfigException(
          "kubeconfig %s: context '%s' names no cluster with a server"
              .formatted(file, current.getName()));
    }
    ClientKeys.algorithm(config).ifPresent(config::setClientKeyAlgo);
    return config;
  }

  private static boolean hasServer(Path file, @Nullable String cluster)
      throws KubernetesConfigException {
    try (InputStream content = Files.newInputStream(file)) {
      io.fabric8.kubernetes.api.model.Config parsed =
          Json.SHARED.unmarshal(content, io.fabric8.kubernetes.api.model.Config.class);
      return parsed.getClusters().stream()
          .filter(named -> named.getName().equals(cluster) && named.getCluster() != null)
          .anyMatch(named -> named.getCluster().getServer() != null);
    } catch (IOException e) {
      throw new KubernetesConfigException("kubeconfig " + file + " cannot be read: " + e, e);
    }
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    return message.lines().findFirst().orElse(message);
  }
}
