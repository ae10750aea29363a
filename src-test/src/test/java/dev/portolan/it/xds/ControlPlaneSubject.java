package dev.portolan.it.xds;

import com.google.protobuf.Message;
import dev.portolan.server.push.conformance.Subject;
import dev.portolan.server.push.conformance.Types;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * java-control-plane's server with its SimpleCache. A type's version is the hash of its content,
 * which is the most favourable use: a type that has not changed is not sent again.
 */
final class ControlPlaneSubject implements Subject {
  private static final String GROUP = "all";

  private final SimpleCache<String> cache = new SimpleCache<>(node -> GROUP);
  private final Server server;
  private final ManagedChannel channel;

  ControlPlaneSubject() {
    V3DiscoveryServer discovery = new V3DiscoveryServer(cache);
    String name = InProcessServerBuilder.generateName();
    try {
      server =
          InProcessServerBuilder.forName(name)
              .directExecutor()
              .addService(discovery.getAggregatedDiscoveryServiceImpl())
              .addService(discovery.getClusterDiscoveryServiceImpl())
              .addService(discovery.getEndpointDiscoveryServiceImpl())
              .addService(discovery.getListenerDiscoveryServiceImpl())
              .addService(discovery.getRouteDiscoveryServiceImpl())
              .build()
              .start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    publish(Map.of());
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public void publish(Map<String, SortedMap<String, Message>> world) {
    cache.setSnapshot(
        GROUP,
        Snapshot.create(
            all(world, Types.CDS, Cluster.class),
            version(world, Types.CDS),
            all(world, Types.EDS, ClusterLoadAssignment.class),
            version(world, Types.EDS),
            all(world, Types.LDS, Listener.class),
            version(world, Types.LDS),
            all(world, Types.RDS, RouteConfiguration.class),
            version(world, Types.RDS),
            List.of(),
            "none"));
  }

  private static <T> List<T> all(
      Map<String, SortedMap<String, Message>> world, String type, Class<T> as) {
    return world.getOrDefault(type, new TreeMap<>()).values().stream().map(as::cast).toList();
  }

  private static String version(Map<String, SortedMap<String, Message>> world, String type) {
    return "v" + world.getOrDefault(type, new TreeMap<>()).hashCode();
  }

  /** Everything here runs in the thread that calls. */
  @Override
  public void settle() {}

  @Override
  public OptionalInt openStreams() {
    return OptionalInt.empty();
  }

  @Override
  public Subject restarted(Map<String, SortedMap<String, Message>> world) {
    ControlPlaneSubject other = new ControlPlaneSubject();
    other.publish(world);
    return other;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
