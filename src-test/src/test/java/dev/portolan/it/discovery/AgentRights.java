package dev.portolan.it.discovery;

import dev.portolan.it.peers.ShippedRights;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** The shipped right to read, given to the agent's user. */
public final class AgentRights {
  private AgentRights() {}

  public static void grant(KubernetesClient admin) {
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("istio-system").endMetadata().build())
        .fieldManager("it-rights")
        .serverSideApply();
    objects(admin)
        .forEach(
            object ->
                admin
                    .resource(object)
                    .fieldManager("it-rights")
                    .forceConflicts()
                    .serverSideApply());
  }

  public static void revoke(KubernetesClient admin) {
    objects(admin).stream()
        .filter(object -> object.getKind().endsWith("Binding"))
        .forEach(object -> admin.resource(object).delete());
  }

  private static List<HasMetadata> objects(KubernetesClient admin) {
    return ShippedRights.read(admin, "agent.yaml");
  }
}
