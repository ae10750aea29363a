package dev.portolan.it.traffic;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.portolan.it.ads.ProxyNode;
import dev.portolan.it.peers.Envoy;
import dev.portolan.it.peers.Loopback;
import dev.portolan.it.peers.RealCluster;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An Envoy with everything from its cluster's istiod: listeners, routes, clusters, endpoints. Only
 * addresses are translated on the way, and its identity comes from the test.
 */
public final class Proxy implements AutoCloseable {
  private final ManagedChannel istiod;
  private final Server server;
  private final Envoy envoy;

  private Proxy(ManagedChannel istiod, Server server, Envoy envoy) {
    this.istiod = istiod;
    this.server = server;
    this.envoy = envoy;
  }

  /**
   * Starts one and returns when it is ready.
   *
   * @param name of its directory; no two proxies of a cluster may share one
   * @param own address at which others reach it, which is the node's unless it is a gateway's
   */
  public static Proxy start(
      RealCluster cluster, String name, ProxyNode node, Identity identity, Nat nat, String own) {
    ManagedChannel istiod =
        NettyChannelBuilder.forAddress(Loopback.HOST, cluster.istiod().grpcPort())
            .usePlaintext()
            .build();
    try {
      Server server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(new AdsRelay(istiod, nat, own))
              .addService(new SecretServer(identity))
              .build()
              .start();
      return new Proxy(istiod, server, cluster.startEnvoy(name, bootstrap(node, server.getPort())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How much of what istiod sent the Envoy has rejected. */
  public long rejected() {
    return envoy.rejected();
  }

  private static String bootstrap(ProxyNode node, int port) throws InvalidProtocolBufferException {
    return """
        node: %s
        dynamic_resources:
          ads_config:
            api_type: GRPC
            transport_api_version: V3
            set_node_on_first_message_only: true
            grpc_services: [{envoy_grpc: {cluster_name: xds-grpc}}]
          cds_config: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 0s}
          lds_config: {ads: {}, resource_api_version: V3, initial_fetch_timeout: 0s}
        static_resources:
          clusters:
        %s%s"""
        .formatted(
            JsonFormat.printer().omittingInsignificantWhitespace().print(node.message()),
            grpcCluster("xds-grpc", port),
            grpcCluster("sds-grpc", port));
  }

  private static String grpcCluster(String name, int port) {
    return """
          - name: %1$s
            type: STATIC
            connect_timeout: 5s
            typed_extension_protocol_options:
              envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                explicit_http_config: {http2_protocol_options: {}}
            load_assignment:
              cluster_name: %1$s
              endpoints:
              - lb_endpoints:
                - endpoint: {address: {socket_address: {address: %2$s, port_value: %3$d}}}
        """
        .formatted(name, Loopback.HOST, port)
        .indent(2);
  }

  /** Kills the Envoy. */
  @Override
  public void close() {
    envoy.close();
    server.shutdownNow();
    istiod.shutdownNow();
  }
}
