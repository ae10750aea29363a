package dev.portolan.it.peers;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A real kube-apiserver on loopback: storage, admission, RBAC, server-side apply and watches, but
 * nobody behind it. Nothing makes EndpointSlices of selectors or pods of Deployments, and a deleted
 * namespace stays {@code Terminating}.
 *
 * <p>It refuses 127.0.0.0/8 in EndpointSlices and accepts it in ServiceEntries.
 */
public final class ApiServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final ApiServerFiles files;
  private final int port;
  private final List<String> command;
  private final KubernetesClient client;
  private TiedProcess process;

  private ApiServer(
      ApiServerFiles files, int port, List<String> command, TiedProcess process, Config admin) {
    this.files = files;
    this.port = port;
    this.command = command;
    this.process = process;
    this.client = new KubernetesClientBuilder().withConfig(admin).build();
  }

  /**
   * @param prefix where this server keeps its objects in etcd; no other server may use it
   * @param directory gets its log and its keys
   */
  static ApiServer start(Path binary, Etcd etcd, String prefix, Path directory) {
    ApiServerFiles files = ApiServerFiles.create(directory);
    int port = Loopback.freePort();
    List<String> command =
        List.of(
            binary.toString(),
            "--etcd-servers=" + etcd.url(),
            "--etcd-prefix=/" + prefix,
            "--bind-address=" + Loopback.HOST,
            "--advertise-address=" + Loopback.HOST,
            "--secure-port=" + port,
            // Or it would write its own, loopback, address into the Endpoints of "kubernetes".
            "--endpoint-reconciler-type=none",
            "--cert-dir=" + files.certificates(),
            "--token-auth-file=" + files.tokenFile(),
            "--authorization-mode=RBAC",
            "--service-account-issuer=https://" + Loopback.HOST + ":" + port,
            "--service-account-key-file=" + files.publicKey(),
            "--service-account-signing-key-file=" + files.privateKey(),
            // Nobody makes the default service account that this plugin asks pods for.
            "--disable-admission-plugins=ServiceAccount",
            "--service-cluster-ip-range=10.96.0.0/16",
            "--allow-privileged=true",
            "--profiling=false");
    TiedProcess process = TiedProcess.start(files.directory(), Map.of(), command);
    // The server makes its certificate when it starts, and writes the key last.
    process.awaitReady(() -> Files.exists(files.certificateKey()), START_LIMIT);
    ApiServer server = new ApiServer(files, port, command, process, files.config(User.ADMIN, port));
    server.awaitReady();
    return server;
  }

  private void awaitReady() {
    process.awaitReady(() -> "ok".equals(client.raw("/readyz")), START_LIMIT);
  }

  /** As an administrator, who may do everything. Closed with the server; safe for all threads. */
  public KubernetesClient client() {
    return client;
  }

  /** The file with which somebody else comes in. */
  public Path kubeconfig(User user) {
    Path file = files.directory().resolve(user.userName() + ".kubeconfig");
    try {
      return Files.writeString(file, files.kubeconfig(user, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the server. Its objects stay in etcd. Who kills it has to {@link #restart} it. */
  public void kill() {
    process.close();
  }

  /** Starts a killed server again, on the same port, and waits until it is ready. */
  public void restart() {
    process = TiedProcess.start(files.directory(), Map.of(), command);
    awaitReady();
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
