package dev.portolan.bench.role;

import com.google.protobuf.Duration;
import dev.portolan.bench.process.Role;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.controlplane.server.DefaultExecutorGroup;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.controlplane.server.serializer.CachedProtoResourcesSerializer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * java-control-plane's server over its SimpleCache, in the form that is cheapest for it: clusters
 * with their endpoints inside, asked for by wildcard, the serializer that caches, callbacks on the
 * transport's threads. Command: {@code publish} (one cluster changes). Words: clusters.
 */
public final class ControlPlaneRole implements Role {
  private static final String GROUP = "all";

  private final SimpleCache<String> cache = new SimpleCache<>(node -> GROUP);
  private final List<Cluster> clusters = new ArrayList<>();
  private final Server server;
  private int changes;

  public ControlPlaneRole(List<String> words) throws IOException {
    int count = Integer.parseInt(words.get(0));
    for (int i = 0; i < count; i++) {
      clusters.add(cluster(i, 0));
    }
    publish();
    V3DiscoveryServer discovery =
        new V3DiscoveryServer(
            List.of(), cache, new DefaultExecutorGroup(), new CachedProtoResourcesSerializer());
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create())
            .directExecutor()
            .maxInboundMessageSize(256 << 20)
            .addService(discovery.getAggregatedDiscoveryServiceImpl())
            .build()
            .start();
  }

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public String command(String verb, List<String> words) {
    int number = changes % clusters.size();
    // Every time round, the endpoint moves to its other address.
    clusters.set(number, cluster(number, changes / clusters.size() + 1));
    changes++;
    publish();
    return "";
  }

  private void publish() {
    cache.setSnapshot(
        GROUP,
        Snapshot.create(
            clusters, List.of(), List.of(), List.of(), List.of(), Integer.toString(changes)));
  }

  private static Cluster cluster(int number, int generation) {
    String name = String.format(Locale.ROOT, "ns-%02d/svc-%06d", number % 100, number);
    LocalityLbEndpoints.Builder endpoints = LocalityLbEndpoints.newBuilder();
    endpoints.getLocalityBuilder().setRegion("region-1").setZone("zone-1");
    for (int pod = 1; pod <= 3; pod++) {
      int moved = pod == 3 ? 100 * (generation % 2) : 0;
      endpoints.addLbEndpoints(
          LbEndpoint.newBuilder()
              .setEndpoint(
                  Endpoint.newBuilder()
                      .setHostname("pod-" + pod + "." + name)
                      .setAddress(
                          Address.newBuilder()
                              .setSocketAddress(
                                  SocketAddress.newBuilder()
                                      .setAddress(
                                          "10.%d.%d.%d"
                                              .formatted(
                                                  number >> 8 & 0xff, number & 0xff, pod + moved))
                                      .setPortValue(8080)))));
    }
    return Cluster.newBuilder()
        .setName(name)
        .setConnectTimeout(Duration.newBuilder().setSeconds(1))
        .setType(Cluster.DiscoveryType.STATIC)
        .setLoadAssignment(
            ClusterLoadAssignment.newBuilder().setClusterName(name).addEndpoints(endpoints))
        .build();
  }
}
