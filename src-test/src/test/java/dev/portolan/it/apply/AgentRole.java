package dev.portolan.it.apply;

import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.ShippedRights;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.util.List;

/** The shipped right to write, given to the agent's user: no test writes with more. */
public final class AgentRole {
  public static final String NAMESPACE = "portolan-system";

  private AgentRole() {}

  public static void grant(RealCluster cluster) {
    cluster
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    manifest(cluster).forEach(item -> cluster.client().resource(item).serverSideApply());
  }

  /** Grants what is needed for Services of replicas, or for namespaces, too. */
  public static void grant(RealCluster cluster, String manifest) {
    ShippedRights.read(cluster.client(), manifest)
        .forEach(item -> cluster.client().resource(item).serverSideApply());
  }

  /** Takes the right to write away, as an administrator might by mistake. */
  public static void revoke(RealCluster cluster) {
    manifest(cluster).stream()
        .filter(ClusterRoleBinding.class::isInstance)
        .forEach(item -> cluster.client().resource(item).delete());
  }

  private static List<HasMetadata> manifest(RealCluster cluster) {
    return ShippedRights.read(cluster.client(), "agent-apply.yaml");
  }
}
