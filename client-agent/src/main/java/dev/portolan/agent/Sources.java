package dev.portolan.agent;

import dev.portolan.agent.config.AgentConfig;
import dev.portolan.agent.config.SourceConfig;
import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.discovery.conversion.ClusterConversion;
import dev.portolan.agent.discovery.conversion.OriginSettings;
import dev.portolan.agent.discovery.files.FileLocalServices;
import dev.portolan.agent.discovery.files.FileSettings;
import dev.portolan.agent.discovery.kubernetes.HostResolver;
import dev.portolan.agent.discovery.kubernetes.KubernetesLocalServices;
import dev.portolan.agent.discovery.kubernetes.SourceSettings;
import dev.portolan.agent.kubernetes.KubernetesConfigException;

/** Makes the source that a configuration names. */
final class Sources {
  private Sources() {}

  /**
   * Makes it; it reads nothing before it is started.
   *
   * @throws KubernetesConfigException if it is to be an API server and none is named
   */
  static LocalServices of(AgentConfig config, ClusterApi cluster) throws KubernetesConfigException {
    SourceConfig source = config.source();
    ClusterConversion empty =
        ClusterConversion.of(
            new OriginSettings(
                config.cluster(), source.clusterDomain(), source.gateways(), source.locality()));
    return source.directory().isPresent()
        ? new FileLocalServices(empty, FileSettings.of(source.directory().get()))
        : new KubernetesLocalServices(
            empty, cluster.client(), HostResolver.ofSystem(), SourceSettings.DEFAULT);
  }
}
