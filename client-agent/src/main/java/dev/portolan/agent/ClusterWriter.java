package dev.portolan.agent;

import dev.portolan.agent.apply.kubernetes.KubernetesSink;
import dev.portolan.agent.apply.kubernetes.LeaseName;
import dev.portolan.agent.apply.sink.ObjectSink;
import dev.portolan.agent.config.SinkConfig;
import dev.portolan.agent.kubernetes.KubernetesClients;
import dev.portolan.agent.kubernetes.KubernetesConfigException;
import dev.portolan.agent.kubernetes.KubernetesSettings;
import dev.portolan.agent.leadership.Leadership;
import dev.portolan.agent.leadership.LeaseTimes;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Writing to the cluster's API server, by one agent of several. Has clients of its own: they repeat
 * nothing by themselves, since what follows a refusal is decided elsewhere, and those of the
 * election are impatient, since a leader has to notice in time that it cannot renew.
 */
final class ClusterWriter implements AutoCloseable {
  /** Below what {@link LeaseTimes#STANDARD} leaves between giving up and the lease's end. */
  private static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(3);

  private final SinkConfig config;
  private final KubernetesClient writes;
  private final KubernetesClient election;
  private final String identity;

  private ClusterWriter(
      SinkConfig config, KubernetesClient writes, KubernetesClient election, String identity) {
    this.config = config;
    this.writes = writes;
    this.election = election;
    this.identity = identity;
  }

  /**
   * Opens the clients.
   *
   * @throws KubernetesConfigException if what is configured names no cluster
   */
  static ClusterWriter open(
      SinkConfig config, KubernetesSettings settings, Map<String, String> environment)
      throws KubernetesConfigException {
    return new ClusterWriter(
        config,
        KubernetesClients.open(
            once(settings, settings.requestTimeout()), Version.text(), environment),
        KubernetesClients.open(once(settings, ELECTION_TIMEOUT), Version.text(), environment),
        // The pod's name for people, and a mark of this process: a container that is restarted in
        // its pod must not take itself for the leader that it was.
        environment.getOrDefault("HOSTNAME", "agent") + "_" + UUID.randomUUID());
  }

  /** A sink for one term. */
  ObjectSink sink() {
    return new KubernetesSink(writes, lease());
  }

  /** Elects who does the work. */
  Leadership leadership(Supplier<AutoCloseable> work) {
    return new Leadership(
        election, config.leaseNamespace(), config.lease(), identity, LeaseTimes.STANDARD, work);
  }

  String identity() {
    return identity;
  }

  LeaseName lease() {
    return new LeaseName(config.leaseNamespace(), config.lease());
  }

  @Override
  public void close() {
    writes.close();
    election.close();
  }

  private static KubernetesSettings once(KubernetesSettings settings, Duration timeout) {
    return new KubernetesSettings(
        settings.kubeconfig(),
        settings.context(),
        settings.serviceAccount(),
        timeout,
        settings.connectTimeout().compareTo(timeout) < 0 ? settings.connectTimeout() : timeout,
        0,
        settings.retryInterval());
  }
}
