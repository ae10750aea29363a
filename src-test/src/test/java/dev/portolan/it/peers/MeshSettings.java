package dev.portolan.it.peers;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/**
 * What an installation of Istio leaves in a cluster and both istiod and the agent read: the
 * namespace {@code istio-system} with the cluster's network, and the mesh configuration.
 *
 * @param network of the cluster's pods; empty for none
 * @param trustDomain of its workloads' identities
 * @param aliases trust domains whose identities count as this one's
 */
public record MeshSettings(String network, String trustDomain, List<String> aliases) {
  public static final String NAMESPACE = "istio-system";

  /** As Istio's own default installation has it. */
  public static final MeshSettings DEFAULT = new MeshSettings("", "cluster.local", List.of());

  public MeshSettings {
    aliases = List.copyOf(aliases);
  }

  /** Makes these the cluster's settings; a running istiod follows. */
  public void write(KubernetesClient admin) {
    NamespaceBuilder namespace =
        new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata();
    if (!network.isEmpty()) {
      namespace.editMetadata().addToLabels("topology.istio.io/network", network).endMetadata();
    }
    admin
        .resource(namespace.build())
        .fieldManager("istio-install")
        .forceConflicts()
        .serverSideApply();
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("istio")
                .endMetadata()
                .addToData("mesh", mesh())
                .addToData("meshNetworks", "networks: {}")
                .build())
        .fieldManager("istio-install")
        .forceConflicts()
        .serverSideApply();
  }

  private String mesh() {
    return """
        rootNamespace: %s
        trustDomain: %s
        trustDomainAliases: %s
        enableTracing: false
        defaultConfig: {discoveryAddress: "127.0.0.1:15012"}
        """
        .formatted(NAMESPACE, trustDomain, aliases);
  }
}
