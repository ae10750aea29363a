package dev.portolan.bench.cluster;

import dev.portolan.bench.process.Loopback;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Etcd;
import dev.portolan.bench.subject.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A real kube-apiserver on loopback, and nobody behind it. */
final class ApiServer implements AutoCloseable {
  private static final int START_SECONDS = 120;

  private final ApiServerFiles files;
  private final ServerProcess process;
  private final Api api;

  private ApiServer(ApiServerFiles files, ServerProcess process) {
    this.files = files;
    this.process = process;
    // The server makes its certificate when it starts.
    await(process, () -> Files.exists(files.certificateKey()));
    this.api = new Api(process.port(), files.certificate(), files.adminToken());
    await(process, () -> api.answers("/readyz"));
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param name of the cluster, and where its objects are in etcd
   */
  static ApiServer start(Place place, ServerProcess etcd, String name) {
    Path directory = place.fresh(name);
    ApiServerFiles files = ApiServerFiles.create(directory);
    int port = Loopback.freePort();
    ServerProcess process =
        ServerProcess.program(
            directory,
            "kube-apiserver",
            port,
            List.of(
                place.parts().apiServer(),
                "--etcd-servers=" + Etcd.url(etcd.port()),
                "--etcd-prefix=/" + name,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--endpoint-reconciler-type=none",
                "--cert-dir=" + files.certificates(),
                "--token-auth-file=" + files.tokens(),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://127.0.0.1:" + port,
                "--service-account-key-file=" + files.verifyingKey(),
                "--service-account-signing-key-file=" + files.signingKey(),
                // Nobody makes the default service account that this plugin asks pods for.
                "--disable-admission-plugins=ServiceAccount",
                "--service-cluster-ip-range=10.96.0.0/12",
                "--profiling=false"));
    try {
      return new ApiServer(files, process);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static void await(ServerProcess process, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("an API server does not start; see its log");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  ServerProcess process() {
    return process;
  }

  Api api() {
    return api;
  }

  Path serviceAccount() {
    return files.serviceAccount();
  }

  @Override
  public void close() {
    process.close();
  }
}
