package dev.portolan.it.peers;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One cluster of a test run: shared by its tests, so each makes namespaces of its own. */
public final class RealCluster implements AutoCloseable {
  private final String name;
  private final ApiServer api;
  private final Parts parts;
  private final Path directory;
  private @Nullable Istiod istiod;

  private RealCluster(String name, ApiServer api, Parts parts, Path directory) {
    this.name = name;
    this.api = api;
    this.parts = parts;
    this.directory = directory;
  }

  static RealCluster start(String name, Parts parts, Etcd etcd, RunDirectory run) {
    Path directory = run.path().resolve(name);
    ApiServer api = ApiServer.start(parts.path(Part.KUBE_APISERVER), etcd, name, directory);
    CustomResources.install(api.client(), parts.path(Part.ISTIO_CRDS));
    return new RealCluster(name, api, parts, directory);
  }

  public String name() {
    return name;
  }

  public ApiServer api() {
    return api;
  }

  /**
   * The cluster's istiod, started when it is first asked for. A test class has to want it ({@link
   * RealClusters#istiod}), or it fails instead of being skipped where the part is missing.
   */
  public synchronized Istiod istiod() {
    Istiod running = istiod;
    if (running == null) {
      if (client().namespaces().withName(MeshSettings.NAMESPACE).get() == null
          || client().configMaps().inNamespace(MeshSettings.NAMESPACE).withName("istio").get()
              == null) {
        MeshSettings.DEFAULT.write(client());
      }
      running =
          Istiod.start(
              parts.path(Part.ISTIOD),
              name,
              api.kubeconfig(User.ISTIOD),
              directory.resolve("istiod"));
      istiod = running;
    }
    return running;
  }

  /**
   * Starts an Envoy; whoever starts it stops it. As with istiod, the test class has to want it
   * ({@link RealClusters#envoy}).
   *
   * @param bootstrap YAML without {@code admin}
   */
  public Envoy startEnvoy(String envoyName, String bootstrap) {
    return Envoy.start(parts.path(Part.ENVOY), directory.resolve(envoyName), bootstrap);
  }

  /** As an administrator. Do not close it: it is every test's. */
  public KubernetesClient client() {
    return api.client();
  }

  /** Makes a namespace that no other test has; its name starts with the prefix. */
  public String newNamespace(String prefix) {
    String namespace = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    return namespace;
  }

  /** Stops its processes; the test run does that, not a test. */
  @Override
  public synchronized void close() {
    if (istiod != null) {
      istiod.close();
    }
    api.close();
  }
}
