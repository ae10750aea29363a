package dev.portolan.bench.cluster;

import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Place;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A cluster: an API server that knows Istio's kinds, the mesh's settings, the agent's rights. No
 * istiod, no kubelet. Its pods are on the network of {@code World}'s.
 */
public final class Cluster implements AutoCloseable {
  private static final String ISTIO = "/apis/networking.istio.io/v1/";
  private static final int SERVED_SECONDS = 60;

  private final String name;
  private final ApiServer server;

  private Cluster(String name, ApiServer server) {
    this.name = name;
    this.server = server;
  }

  /**
   * Starts one.
   *
   * @param name also the cluster's name at the hub
   */
  public static Cluster start(Place place, ServerProcess etcd, String name) {
    Cluster cluster = new Cluster(name, ApiServer.start(place, etcd, name));
    try {
      cluster.install(place.parts().home().resolve("deploy/rbac"), place.parts().istioCrds());
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void install(Path rights, String istioCrds) {
    Manifests.apply(api(), Path.of(istioCrds));
    Api.join(
        api()
            .apply(
                "/api/v1/namespaces/istio-system",
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: istio-system, labels: {topology.istio.io/network: bench}}
                """));
    Api.join(
        api()
            .apply(
                "/api/v1/namespaces/istio-system/configmaps/istio",
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data:
                  mesh: |
                    rootNamespace: istio-system
                    trustDomain: cluster.local
                  meshNetworks: "networks: {}"
                """));
    Manifests.apply(api(), rights.resolve("agent.yaml"));
    Manifests.apply(api(), rights.resolve("agent-apply.yaml"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SERVED_SECONDS);
    while (!api().answers(entries()) || !api().answers(ISTIO + "destinationrules")) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(name + " does not serve Istio's kinds");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  public String name() {
    return name;
  }

  public Api api() {
    return server.api();
  }

  public ServerProcess process() {
    return server.process();
  }

  /** Of the agent. */
  Path serviceAccount() {
    return server.serviceAccount();
  }

  /** Where all its ServiceEntries are. */
  public static String entries() {
    return ISTIO + "serviceentries";
  }

  /** Where those of a namespace are. */
  public static String entries(String namespace) {
    return ISTIO + "namespaces/" + namespace + "/serviceentries";
  }

  @Override
  public void close() {
    server.close();
  }
}
