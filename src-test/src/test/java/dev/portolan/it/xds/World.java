package dev.portolan.it.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import dev.portolan.it.peers.Loopback;
import dev.portolan.server.push.conformance.Types;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.ApiListener;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The four resources that lead a proxyless client to a backend (gRFC A27).
 *
 * @param port of the backend
 * @param policy how the client is told to choose among endpoints
 * @param listening whether there is a listener
 */
record World(int port, Cluster.LbPolicy policy, boolean listening) {
  static final String SERVICE = "cart";

  private static final String ROUTES = "routes";
  private static final String CLUSTER = "backends";
  private static final ConfigSource ADS =
      ConfigSource.newBuilder().setAds(AggregatedConfigSource.getDefaultInstance()).build();

  /** Everything right. */
  static World to(Backend backend) {
    return new World(backend.port(), Cluster.LbPolicy.ROUND_ROBIN, true);
  }

  /** The same with a policy that no gRPC client knows: they refuse the cluster. */
  World unacceptable() {
    return new World(port, Cluster.LbPolicy.MAGLEV, listening);
  }

  World withoutListener() {
    return new World(port, policy, false);
  }

  Map<String, SortedMap<String, Message>> resources() {
    SortedMap<String, Message> listeners = new TreeMap<>();
    if (listening) {
      listeners.put(SERVICE, listener());
    }
    return Map.of(
        Types.LDS, listeners,
        Types.RDS, new TreeMap<>(Map.of(ROUTES, routes())),
        Types.CDS, new TreeMap<>(Map.of(CLUSTER, cluster())),
        Types.EDS, new TreeMap<>(Map.of(CLUSTER, endpoints())));
  }

  private static Listener listener() {
    HttpConnectionManager manager =
        HttpConnectionManager.newBuilder()
            .setRds(Rds.newBuilder().setRouteConfigName(ROUTES).setConfigSource(ADS))
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("router")
                    .setTypedConfig(Any.pack(Router.getDefaultInstance())))
            .build();
    return Listener.newBuilder()
        .setName(SERVICE)
        .setApiListener(ApiListener.newBuilder().setApiListener(Any.pack(manager)))
        .build();
  }

  private static RouteConfiguration routes() {
    return RouteConfiguration.newBuilder()
        .setName(ROUTES)
        .addVirtualHosts(
            VirtualHost.newBuilder()
                .setName("all")
                .addDomains("*")
                .addRoutes(
                    Route.newBuilder()
                        .setMatch(RouteMatch.newBuilder().setPrefix(""))
                        .setRoute(RouteAction.newBuilder().setCluster(CLUSTER))))
        .build();
  }

  private Cluster cluster() {
    return Cluster.newBuilder()
        .setName(CLUSTER)
        .setType(Cluster.DiscoveryType.EDS)
        .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(ADS))
        .setLbPolicy(policy)
        .build();
  }

  private ClusterLoadAssignment endpoints() {
    SocketAddress address =
        SocketAddress.newBuilder().setAddress(Loopback.HOST).setPortValue(port).build();
    return ClusterLoadAssignment.newBuilder()
        .setClusterName(CLUSTER)
        .addEndpoints(
            LocalityLbEndpoints.newBuilder()
                .setLocality(Locality.newBuilder().setRegion("here"))
                .setLoadBalancingWeight(UInt32Value.of(1))
                .addLbEndpoints(
                    LbEndpoint.newBuilder()
                        .setHealthStatus(HealthStatus.HEALTHY)
                        .setEndpoint(
                            Endpoint.newBuilder()
                                .setAddress(Address.newBuilder().setSocketAddress(address)))))
        .build();
  }
}
