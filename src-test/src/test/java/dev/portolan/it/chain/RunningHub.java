package dev.portolan.it.chain;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.server.HubServices;
import dev.portolan.server.HubSettings;
import dev.portolan.server.control.RemovalGuard;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.ListClustersRequest;
import dev.portolan.v1.RegistryServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One process of the hub, under the name at which agents look for it. */
final class RunningHub implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration BEAT = Duration.ofMillis(100);
  // The brake has its own tests; here it would hide what was withdrawn.
  private static final HubSettings SETTINGS =
      new HubSettings(
          HEARTBEAT,
          HEARTBEAT.multipliedBy(3),
          BEAT,
          RemovalGuard.NONE,
          Optional.empty(),
          Optional.empty());
  // What takes milliseconds takes long on a machine that builds something else meanwhile.
  private static final int PATIENCE_SECONDS = 60;

  private final HubServices services;
  private final Server server;
  private final ManagedChannel channel;

  private RunningHub(HubServices services, Server server, ManagedChannel channel) {
    this.services = services;
    this.server = server;
    this.channel = channel;
  }

  /**
   * Starts it.
   *
   * @param meshLate agents may come before the hub knows the virtual mesh
   */
  static RunningHub start(String name, Disk disk, VirtualMesh mesh, boolean meshLate)
      throws Exception {
    HubServices services = HubServices.start(disk, SETTINGS);
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name);
    services.addTo(builder);
    Server server = builder.build();
    if (meshLate) {
      server.start();
    }
    services.replaceRules(List.of(mesh)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!meshLate) {
      server.start();
    }
    return new RunningHub(services, server, InProcessChannelBuilder.forName(name).build());
  }

  RegistrySnapshot snapshot() {
    return services.snapshot();
  }

  /** What it says of each cluster that has reported. */
  Map<OriginId, ClusterSummary> clusters() {
    Map<OriginId, ClusterSummary> all = new HashMap<>();
    RegistryServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .listClusters(ListClustersRequest.getDefaultInstance())
        .getClustersList()
        .forEach(each -> all.put(new OriginId(each.getCluster().getOrigin()), each));
    return all;
  }

  /** At once, as a process that is killed; the name is free when it returns. */
  @Override
  public void close() throws InterruptedException {
    channel.shutdownNow();
    server.shutdownNow();
    server.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    services.close();
  }
}
