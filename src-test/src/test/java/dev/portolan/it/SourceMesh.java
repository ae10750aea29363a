package dev.portolan.it;

import static org.awaitility.Awaitility.await;

import dev.portolan.agent.discovery.LocalServices;
import dev.portolan.agent.session.HubChannel;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.server.HubSettings;
import dev.portolan.server.store.RocksDbStore;
import dev.portolan.source.Source;
import io.grpc.inprocess.InProcessChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A hub and a virtual mesh of a source and the clusters that it is reached from. */
final class SourceMesh implements AutoCloseable {
  private final OriginId origin;
  private final InProcess parts;
  private @Nullable Source source;

  private SourceMesh(OriginId origin, InProcess parts) {
    this.origin = origin;
    this.parts = parts;
  }

  /** The hub runs; nobody else does yet. */
  static SourceMesh start(Path directory, OriginId origin, String... clusters) throws Exception {
    InProcess parts =
        new InProcess(
            directory, HubSettings.of(Duration.ofSeconds(10), InProcess.BEAT), PartitionRules.KEEP);
    SourceMesh mesh = new SourceMesh(origin, parts);
    List<OriginId> members =
        Stream.concat(Stream.of(origin), Stream.of(clusters).map(OriginId::new)).toList();
    parts
        .hub(new RocksDbStore(directory.resolve("data")))
        .services()
        .replaceRules(
            List.of(
                new VirtualMesh(
                    new VirtualMeshKey("bookinfo"),
                    members,
                    VirtualMesh.DEFAULT_SUFFIX,
                    Sorted.set(Set.of("bookinfo")))))
        .get(10, TimeUnit.SECONDS);
    return mesh;
  }

  InProcess parts() {
    return parts;
  }

  /** What the source says of itself. */
  Cluster facts(String... reachableFrom) {
    return Cluster.ofSource(
        origin,
        "vms",
        new Locality("us-east-1", "", ""),
        new SourceFacts(Sorted.set(List.of(reachableFrom))));
  }

  /** The source reports from now on. */
  void report(LocalServices services) {
    source =
        Source.start(
            origin,
            services,
            HubChannel.over(parts.name(), InProcessChannelBuilder.forName(parts.name()).build()));
  }

  /** Waits until some object of a cluster has a text, or none has. */
  void awaitText(String cluster, String text, boolean there) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> {
              Map<String, String> objects = parts.objects(cluster);
              return !objects.isEmpty()
                  && objects.values().stream().anyMatch(each -> each.contains(text)) == there;
            });
  }

  @Override
  public void close() throws Exception {
    if (source != null) {
      source.close();
    }
    parts.close();
  }
}
