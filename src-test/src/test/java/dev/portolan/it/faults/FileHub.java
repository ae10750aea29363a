package dev.portolan.it.faults;

import dev.portolan.it.peers.Loopback;
import dev.portolan.it.peers.TiedProcess;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.ListClustersRequest;
import dev.portolan.v1.ListClustersResponse;
import dev.portolan.v1.ListServicesRequest;
import dev.portolan.v1.LivenessState;
import dev.portolan.v1.RegistryServiceGrpc;
import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The hub as users start it, less patient than usual. Confined to one thread, but for what asks it.
 */
final class FileHub implements AutoCloseable {
  static final Duration HEARTBEAT = Duration.ofSeconds(2);
  static final Duration LEASE = HEARTBEAT.multipliedBy(4);

  private final Path directory;
  private final Launch launch;
  private final int port = Loopback.freePort();
  private final ManagedChannel channel;
  private @Nullable TiedProcess process;

  /**
   * Not running yet.
   *
   * @param partition what the virtual mesh of the three says of members that are lost
   */
  FileHub(Path directory, String partition, Launch launch) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.launch = launch;
    Files.writeString(
        directory.resolve("mesh.yaml"),
        """
        apiVersion: portolan.dev/v1
        kind: VirtualMesh
        metadata: {name: bookinfo}
        spec:
          members: [east-1, east-2, west-1]
          exports: {namespaces: [bookinfo]}
          partition: %s
        """
            .formatted(partition));
    channel =
        NettyChannelBuilder.forAddress(Loopback.HOST, port)
            .usePlaintext()
            .keepAliveWithoutCalls(false)
            .build();
  }

  int port() {
    return port;
  }

  /** Starts a process, unless there is one. */
  void start() {
    if (process == null) {
      process =
          launch.start(
              directory,
              "dev.portolan.server.ServerMain",
              List.of(
                  "--listen",
                  Loopback.HOST + ":" + port,
                  "--data-directory",
                  directory.resolve("data").toString(),
                  "--rules",
                  directory.resolve("mesh.yaml").toString(),
                  "--heartbeat-interval",
                  HEARTBEAT.toSeconds() + "s",
                  "--lease",
                  LEASE.toSeconds() + "s",
                  "--beat-interval",
                  "1s"));
    }
  }

  void awaitReady() {
    if (process != null) {
      process.awaitReady(() -> clusters() != null, Duration.ofMinutes(1));
    }
  }

  /** Whether a process runs. */
  boolean running() {
    return process != null && process.isAlive();
  }

  /** What hubs have logged here. */
  String log() throws IOException {
    return Files.readString(launch.log(directory));
  }

  /** As {@code kill -9} does. */
  void kill() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  void pause() {
    if (process != null) {
      process.pause();
    }
  }

  void goOn() {
    if (process != null && process.isAlive()) {
      process.goOn();
    }
  }

  /** For whoever speaks to it directly. */
  ManagedChannel channel() {
    return channel;
  }

  /** What its health says of the service that agents report to. */
  ServingStatus reporting() {
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(ReportServiceGrpc.SERVICE_NAME).build())
        .getStatus();
  }

  /** Names of the services that an origin offers. */
  List<String> services(String origin) {
    return RegistryServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .listServices(ListServicesRequest.newBuilder().setOrigin(origin).setPageSize(1000).build())
        .getServicesList()
        .stream()
        .map(each -> each.getService().getName())
        .toList();
  }

  ListClustersResponse clusters() {
    channel.resetConnectBackoff();
    return RegistryServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .listClusters(ListClustersRequest.getDefaultInstance());
  }

  ClusterSummary cluster(String name) {
    return clusters().getClustersList().stream()
        .filter(each -> each.getCluster().getOrigin().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A report stream of the cluster's agent is open. Whoever came back often is in doubt longer. */
  boolean hears(String cluster) {
    return cluster(cluster).getConnected();
  }

  /** What the hub thinks of a cluster's life; unspecified while it is live. */
  LivenessState liveness(String cluster) {
    return cluster(cluster).getCluster().getLiveness().getState();
  }

  boolean lost(String cluster) {
    return liveness(cluster) == LivenessState.LIVENESS_STATE_LOST;
  }

  boolean live(String cluster) {
    return liveness(cluster) == LivenessState.LIVENESS_STATE_UNSPECIFIED;
  }

  /** Every agent has reported, and has in force what the registry holds. */
  boolean converged() {
    ListClustersResponse now = clusters();
    return now.getClustersList().stream()
            .filter(
                each ->
                    each.getConnected()
                        && each.getCluster().getReported()
                        && each.getStatus().getApplied().equals(now.getRevision()))
            .count()
        == FileFederation.CLUSTERS.size();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    kill();
  }
}
