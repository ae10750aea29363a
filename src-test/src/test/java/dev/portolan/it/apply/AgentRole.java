package dev.portolan.it.apply;

import dev.portolan.it.peers.RealCluster;
import dev.portolan.it.peers.User;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The rights of deploy/rbac, given to the agent's user: no test writes with more. */
public final class AgentRole {
  public static final String NAMESPACE = "portolan-system";
  private static final Path MANIFEST = Path.of("../deploy/rbac/agent-apply.yaml");

  private AgentRole() {}

  public static void grant(RealCluster cluster) {
    cluster
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    manifest(cluster).forEach(item -> cluster.client().resource(item).serverSideApply());
  }

  /** Takes the right to write away, as an administrator might by mistake. */
  public static void revoke(RealCluster cluster) {
    manifest(cluster).stream()
        .filter(ClusterRoleBinding.class::isInstance)
        .forEach(item -> cluster.client().resource(item).delete());
  }

  private static List<HasMetadata> manifest(RealCluster cluster) {
    Subject user =
        new SubjectBuilder()
            .withApiGroup("rbac.authorization.k8s.io")
            .withKind("User")
            .withName(User.AGENT.userName())
            .build();
    try (InputStream file = Files.newInputStream(MANIFEST)) {
      List<HasMetadata> items = cluster.client().load(file).items();
      for (HasMetadata item : items) {
        if (item instanceof ClusterRoleBinding binding) {
          binding.setSubjects(List.of(user));
        } else if (item instanceof RoleBinding binding) {
          binding.setSubjects(List.of(user));
        }
      }
      return items;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
