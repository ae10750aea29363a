package dev.portolan.agent;

import dev.portolan.agent.kubernetes.KubernetesClients;
import dev.portolan.agent.kubernetes.KubernetesConfigException;
import dev.portolan.agent.kubernetes.KubernetesSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one client of this process for its cluster's API server, made when it is first needed. */
final class ClusterApi implements AutoCloseable {
  private final KubernetesSettings settings;
  private final Map<String, String> environment;
  private @Nullable KubernetesClient client;

  ClusterApi(KubernetesSettings settings, Map<String, String> environment) {
    this.settings = settings;
    this.environment = environment;
  }

  /**
   * The client; it stays open until this is closed.
   *
   * @throws KubernetesConfigException if what is configured names no cluster
   */
  synchronized KubernetesClient client() throws KubernetesConfigException {
    KubernetesClient open = client;
    if (open == null) {
      open = KubernetesClients.open(settings, Version.text(), environment);
      client = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
