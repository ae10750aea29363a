package dev.portolan.it.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A real istiod on loopback, reading one API server: the judge of what agents write there. Its mesh
 * configuration is the ConfigMap {@code istio} in {@code istio-system}, which {@link MeshSettings}
 * writes, so that istiod and the agent read the same. Proxies are served in plaintext and without
 * authentication; it issues no certificates.
 */
public final class Istiod implements AutoCloseable {
  /** What the part calls itself towards proxies that have to say which Istio they are of. */
  public static final String VERSION = "1.31.0";

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Path directory;
  private final List<String> command;
  private final Map<String, String> environment;
  private final int grpcPort;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI ready;
  private final URI metrics;
  private final TiedProcess process;

  private Istiod(Path binary, String cluster, Path kubeconfig, Path directory) {
    int httpPort = Loopback.freePort();
    int monitoringPort = Loopback.freePort();
    this.grpcPort = Loopback.freePort();
    this.directory = directory;
    this.ready = URI.create(Loopback.httpUrl(httpPort) + "/ready");
    this.metrics = URI.create(Loopback.httpUrl(monitoringPort) + "/metrics");
    this.environment = environment(cluster);
    this.command =
        List.of(
            binary.toString(),
            "discovery",
            "--kubeconfig=" + kubeconfig,
            "--clusterID=" + cluster,
            // No such files: the ConfigMap counts, as in a cluster.
            "--meshConfig=" + directory.resolve("no-mesh.yaml"),
            "--networksConfig=" + directory.resolve("no-networks.yaml"),
            "--httpAddr=" + address(httpPort),
            "--grpcAddr=" + address(grpcPort),
            "--secureGRPCAddr=",
            "--httpsAddr=" + address(Loopback.freePort()),
            "--monitoringAddr=" + address(monitoringPort),
            "--ctrlz_port=" + Loopback.freePort(),
            "--shutdownDuration=0s");
    this.process = start();
  }

  /** Starts it and returns when it is ready to serve. */
  static Istiod start(Path binary, String cluster, Path kubeconfig, Path directory) {
    try {
      return new Istiod(binary, cluster, kubeconfig, Files.createDirectories(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TiedProcess start() {
    TiedProcess started = TiedProcess.start(directory, environment, command);
    started.awaitReady(
        () ->
            http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode()
                == 200,
        START_LIMIT);
    return started;
  }

  private static Map<String, String> environment(String cluster) {
    return Map.ofEntries(
        Map.entry("POD_NAMESPACE", MeshSettings.NAMESPACE),
        Map.entry("POD_NAME", "istiod-" + cluster),
        Map.entry("CLUSTER_ID", cluster),
        Map.entry("ENABLE_CA_SERVER", "false"),
        Map.entry("INJECT_ENABLED", "false"),
        Map.entry("VALIDATION_WEBHOOK_CONFIG_NAME", ""),
        Map.entry("INJECTION_WEBHOOK_CONFIG_NAME", ""),
        Map.entry("ENABLE_LEADER_ELECTION", "false"),
        Map.entry("PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER", "false"),
        // A stock Envoy has not these two filters of Istio's own, and refuses all that names them.
        Map.entry("PILOT_ENABLE_METADATA_EXCHANGE", "false"),
        Map.entry("PILOT_ENABLE_ALPN_FILTER", "false"),
        // Tests wait for pushes.
        Map.entry("PILOT_DEBOUNCE_AFTER", "10ms"));
  }

  private static String address(int port) {
    return Loopback.HOST + ":" + port;
  }

  /** Where proxies ask, in plaintext, on {@link Loopback#HOST}. */
  public int grpcPort() {
    return grpcPort;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Of its process; a test that sees it change has seen istiod crash. */
  public long pid() {
    return process.pid();
  }

  /** What it counts now. */
  public IstiodMetrics metrics() {
    try {
      return IstiodMetrics.parse(
          http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new UncheckedIOException("istiod answers no more; see " + directory, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
