package dev.portolan.it.discovery;

import dev.portolan.it.peers.User;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The shipped roles, bound to the user that a test's agent is. */
public final class AgentRights {
  private static final Path MANIFEST = Path.of("../deploy/rbac/agent.yaml");

  private AgentRights() {}

  public static void grant(KubernetesClient admin) {
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("istio-system").endMetadata().build())
        .fieldManager("it-rights")
        .serverSideApply();
    objects(admin)
        .forEach(
            object -> {
              bind(object);
              admin.resource(object).fieldManager("it-rights").forceConflicts().serverSideApply();
            });
  }

  public static void revoke(KubernetesClient admin) {
    objects(admin).stream()
        .filter(object -> object.getKind().endsWith("Binding"))
        .forEach(object -> admin.resource(object).delete());
  }

  private static void bind(HasMetadata object) {
    List<Subject> agent =
        List.of(
            new SubjectBuilder()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("User")
                .withName(User.AGENT.userName())
                .build());
    if (object instanceof ClusterRoleBinding binding) {
      binding.setSubjects(agent);
    } else if (object instanceof RoleBinding binding) {
      binding.setSubjects(agent);
    }
  }

  private static List<HasMetadata> objects(KubernetesClient admin) {
    try (InputStream manifest = Files.newInputStream(MANIFEST)) {
      return admin.load(manifest).items();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
