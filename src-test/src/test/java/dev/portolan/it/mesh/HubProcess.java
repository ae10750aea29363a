package dev.portolan.it.mesh;

import dev.portolan.it.peers.JavaProgram;
import dev.portolan.it.peers.Loopback;
import dev.portolan.it.peers.TiedProcess;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Finding;
import dev.portolan.v1.ListClustersRequest;
import dev.portolan.v1.RegistryServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The hub as users start it, on a port of its own and with one virtual mesh of all sites. */
final class HubProcess implements AutoCloseable {
  private final Path directory;
  private final int port = Loopback.freePort();
  private final Set<String> members;
  private final Set<String> exported = new TreeSet<>(Set.of("none-yet"));
  private final Set<String> modes = new TreeSet<>();
  private final SortedMap<String, String> policies = new TreeMap<>();
  private String missingNamespace = "skip";
  private String access = "allow";
  private String trust = "verify";
  private final ManagedChannel channel;
  private TiedProcess process;

  HubProcess(Path directory, List<String> members) {
    this.directory = directory;
    this.members = new TreeSet<>(members);
    this.channel = NettyChannelBuilder.forAddress(Loopback.HOST, port).usePlaintext().build();
    writeMesh();
    this.process = start();
  }

  private TiedProcess start() {
    TiedProcess started =
        TiedProcess.start(
            directory,
            Map.of(),
            JavaProgram.command(
                "dev.portolan.server.ServerMain",
                List.of(
                    "--listen",
                    address(),
                    "--data-directory",
                    directory.resolve("data").toString(),
                    "--rules",
                    directory.resolve("mesh.yaml").toString(),
                    "--beat-interval",
                    "1s")));
    started.awaitReady(
        () -> {
          clusters();
          return true;
        },
        Duration.ofMinutes(1));
    return started;
  }

  /** Exports a namespace of every member; the hub sees the file change. */
  void export(String namespace) {
    exported.add(namespace);
    writeMesh();
  }

  /** Makes an origin a member of the virtual mesh. */
  void join(String member) {
    members.add(member);
    writeMesh();
  }

  /** Takes it out again. */
  void part(String member) {
    members.remove(member);
    writeMesh();
  }

  /** Gives one service a mode. */
  void mode(String namespace, String service, String mode) {
    modes.add("{service: %s/%s, mode: %s}".formatted(namespace, service, mode));
    writeMesh();
  }

  /** Adds or replaces a failover policy of one host; the tiers as in its document. */
  void failover(String name, String host, String tiers) {
    policies.put(
        name,
        """
        ---
        apiVersion: portolan.dev/v1
        kind: FailoverPolicy
        metadata: {name: %s}
        spec: {virtualMesh: it, hosts: [%s], tiers: %s}
        """
            .formatted(name, host, tiers));
    writeMesh();
  }

  /** Adds or replaces a traffic policy of some hosts; its parts as in its document. */
  void traffic(String name, String host, String parts) {
    policies.put(
        name,
        """
        ---
        apiVersion: portolan.dev/v1
        kind: TrafficPolicy
        metadata: {name: %s}
        spec: {virtualMesh: it, hosts: [%s], %s}
        """
            .formatted(name, host, parts));
    writeMesh();
  }

  /** Adds or replaces an access policy of some hosts; whom it lets in as in its document. */
  void access(String name, String host, String allow) {
    policies.put(
        name,
        """
        ---
        apiVersion: portolan.dev/v1
        kind: AccessPolicy
        metadata: {name: %s}
        spec: {virtualMesh: it, hosts: [%s], allow: %s}
        """
            .formatted(name, host, allow));
    writeMesh();
  }

  /** Who may call hosts that no access policy is about. */
  void access(String byDefault) {
    access = byDefault;
    writeMesh();
  }

  /** What becomes of clusters whose meshes have different roots. */
  void trust(String rule) {
    trust = rule;
    writeMesh();
  }

  /** Takes a policy away again. */
  void noPolicy(String name) {
    policies.remove(name);
    writeMesh();
  }

  /** What becomes of hosts whose namespace a cluster lacks, from now on. */
  void missingNamespace(String policy) {
    missingNamespace = policy;
    writeMesh();
  }

  private void writeMesh() {
    String yaml =
        """
        apiVersion: portolan.dev/v1
        kind: VirtualMesh
        metadata: {name: it}
        spec:
          members: %s
          suffix: svc.clusterset.local
          exports: {namespaces: %s}
          hosts: {services: %s, missingNamespace: %s}
          access: %s
          trust: %s
        """
            .formatted(members, exported, modes, missingNamespace, access, trust);
    try {
      Files.writeString(directory.resolve("mesh.yaml"), yaml + String.join("", policies.values()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return Loopback.HOST + ":" + port;
  }

  /** What the hub knows of the clusters and their agents now. */
  List<ClusterSummary> clusters() {
    return RegistryServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .listClusters(ListClustersRequest.getDefaultInstance())
        .getClustersList();
  }

  ClusterSummary cluster(String name) {
    return clusters().stream()
        .filter(summary -> summary.getCluster().getOrigin().equals(name))
        .findFirst()
        .orElseGet(ClusterSummary::getDefaultInstance);
  }

  /** What a cluster's agent reports at this moment. */
  List<Finding> findings(String cluster) {
    return cluster(cluster).getStatus().getFindingsList();
  }

  /** What {@code portolan} prints for these arguments, as a user sees it who asks this hub. */
  String portolan(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--hub", address()));
    try {
      Process process =
          new ProcessBuilder(JavaProgram.command("dev.portolan.cli.PortolanMain", all))
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9} does; what it acknowledged is on its disk. */
  void kill() {
    process.close();
  }

  void restart() {
    process = start();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.close();
  }
}
