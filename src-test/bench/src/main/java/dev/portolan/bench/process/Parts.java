package dev.portolan.bench.process;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Programs that are not ours, where {@code src-test/peers} has built them, and where ours are.
 *
 * @param home of the checkout
 * @param etcd empty when there is none, as are the others
 * @param istioCrds YAML
 * @param eureka a jar
 */
public record Parts(
    Path home, String etcd, String apiServer, String istioCrds, String consul, String eureka) {

  /** As the launcher found them. */
  public static Parts ofLauncher() {
    return new Parts(
        Path.of(System.getProperty("bench.home", ".")).toAbsolutePath(),
        System.getProperty("bench.etcd", ""),
        System.getProperty("bench.kube-apiserver", ""),
        System.getProperty("bench.istio-crds", ""),
        System.getProperty("bench.consul", ""),
        System.getProperty("bench.eureka", ""));
  }

  /** Why no Consul or no Eureka can be started here. */
  public Optional<String> whyNoForeignRegistry() {
    return consul.isEmpty() || eureka.isEmpty()
        ? Optional.of(
            "there is no %s here; src-test/peers/provision builds one"
                .formatted(consul.isEmpty() ? "Consul" : "Eureka"))
        : Optional.empty();
  }

  /** Why no cluster can be started here. */
  public Optional<String> whyNoCluster() {
    return etcd.isEmpty() || apiServer.isEmpty() || istioCrds.isEmpty()
        ? Optional.of("there is no real API server here; src-test/peers/provision builds one")
        : Optional.empty();
  }
}
