package dev.portolan.it.peers;

import io.fabric8.kubernetes.api.model.HasMetadata;
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

/** The objects of {@code deploy/rbac}, bound to the user that a test's agent is. */
public final class ShippedRights {
  private static final Path DIRECTORY = Path.of("../deploy/rbac");
  private static final List<Subject> AGENT =
      List.of(
          new SubjectBuilder()
              .withApiGroup("rbac.authorization.k8s.io")
              .withKind("User")
              .withName(User.AGENT.userName())
              .build());

  private ShippedRights() {}

  /**
   * What a manifest holds; written nowhere yet.
   *
   * @param manifest name of its file
   */
  public static List<HasMetadata> read(KubernetesClient client, String manifest) {
    try (InputStream file = Files.newInputStream(DIRECTORY.resolve(manifest))) {
      List<HasMetadata> objects = client.load(file).items();
      objects.forEach(ShippedRights::bind);
      return objects;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void bind(HasMetadata object) {
    if (object instanceof ClusterRoleBinding binding) {
      binding.setSubjects(AGENT);
    } else if (object instanceof RoleBinding binding) {
      binding.setSubjects(AGENT);
    }
  }
}
