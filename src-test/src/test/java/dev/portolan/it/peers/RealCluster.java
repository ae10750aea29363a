package dev.portolan.it.peers;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.UUID;

/** One cluster of a test run: shared by its tests, so each makes namespaces of its own. */
public final class RealCluster implements AutoCloseable {
  private final String name;
  private final ApiServer api;

  private RealCluster(String name, ApiServer api) {
    this.name = name;
    this.api = api;
  }

  static RealCluster start(String name, Parts parts, Etcd etcd, RunDirectory run) {
    ApiServer api =
        ApiServer.start(parts.path(Part.KUBE_APISERVER), etcd, name, run.path().resolve(name));
    CustomResources.install(api.client(), parts.path(Part.ISTIO_CRDS));
    return new RealCluster(name, api);
  }

  public String name() {
    return name;
  }

  public ApiServer api() {
    return api;
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
  public void close() {
    api.close();
  }
}
