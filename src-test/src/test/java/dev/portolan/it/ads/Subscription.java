package dev.portolan.it.ads;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One stream of aggregated discovery, state of the world. As in Envoy, clusters name the endpoints
 * to ask for, and listeners the routes.
 */
final class Subscription implements StreamObserver<DiscoveryResponse> {
  private final ProxyNode node;
  private final Map<ResourceType, DiscoveryResponse> latest = new EnumMap<>(ResourceType.class);
  private final Map<String, ClusterLoadAssignment> assignments = new TreeMap<>();
  private final Map<ResourceType, List<String>> names = new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Integer> counts = new EnumMap<>(ResourceType.class);
  private @Nullable StreamObserver<DiscoveryRequest> requests;
  private @Nullable Throwable failure;

  private Subscription(ProxyNode node) {
    this.node = node;
  }

  static Subscription open(ManagedChannel channel, ProxyNode node) {
    Subscription subscription = new Subscription(node);
    synchronized (subscription) {
      subscription.requests =
          AggregatedDiscoveryServiceGrpc.newStub(channel).streamAggregatedResources(subscription);
      subscription.ask(ResourceType.CLUSTER);
      subscription.ask(ResourceType.LISTENER);
    }
    return subscription;
  }

  @Override
  public synchronized void onNext(DiscoveryResponse response) {
    ResourceType type =
        Arrays.stream(ResourceType.values())
            .filter(each -> each.url().equals(response.getTypeUrl()))
            .findFirst()
            .orElseThrow();
    latest.put(type, response);
    if (type == ResourceType.ENDPOINTS) {
      // Unlike clusters and listeners, a response holds only what has changed.
      for (Any resource : response.getResourcesList()) {
        ClusterLoadAssignment assignment =
            ProxyCluster.unpack(resource, ClusterLoadAssignment.class);
        assignments.put(assignment.getClusterName(), assignment);
      }
    }
    counts.merge(type, 1, Integer::sum);
    ask(type);
    if (type == ResourceType.CLUSTER) {
      List<String> wanted = endpointNames();
      assignments.keySet().retainAll(wanted);
      subscribe(ResourceType.ENDPOINTS, wanted);
    } else if (type == ResourceType.LISTENER) {
      subscribe(ResourceType.ROUTE, routeNames());
    }
  }

  private void subscribe(ResourceType type, List<String> wanted) {
    if (!wanted.isEmpty() && !wanted.equals(names.get(type))) {
      names.put(type, wanted);
      ask(type);
    }
  }

  /** Asks, or acknowledges the latest answer: the same message. */
  private void ask(ResourceType type) {
    DiscoveryRequest.Builder request =
        DiscoveryRequest.newBuilder()
            .setNode(node.message())
            .setTypeUrl(type.url())
            .addAllResourceNames(names.getOrDefault(type, List.of()));
    DiscoveryResponse response = latest.get(type);
    if (response != null) {
      request.setVersionInfo(response.getVersionInfo()).setResponseNonce(response.getNonce());
    }
    if (requests != null) {
      requests.onNext(request.build());
    }
  }

  private List<String> endpointNames() {
    return all(ResourceType.CLUSTER, Cluster.class).stream()
        .filter(cluster -> cluster.getType() == Cluster.DiscoveryType.EDS)
        .map(Cluster::getName)
        .sorted()
        .toList();
  }

  private List<String> routeNames() {
    TreeSet<String> routes = new TreeSet<>();
    for (Listener listener : all(ResourceType.LISTENER, Listener.class)) {
      listener.getFilterChainsList().stream()
          .flatMap(chain -> chain.getFiltersList().stream())
          .map(Filter::getTypedConfig)
          .filter(config -> config.is(HttpConnectionManager.class))
          .map(config -> ProxyCluster.unpack(config, HttpConnectionManager.class))
          .filter(HttpConnectionManager::hasRds)
          .forEach(manager -> routes.add(manager.getRds().getRouteConfigName()));
    }
    return List.copyOf(routes);
  }

  /** Endpoints of a cluster, as they were told last. */
  synchronized Optional<ClusterLoadAssignment> assignment(String cluster) {
    checkOpen();
    return Optional.ofNullable(assignments.get(cluster));
  }

  private void checkOpen() {
    if (failure != null) {
      throw new IllegalStateException("the stream to istiod has ended", failure);
    }
  }

  /** What the last response of a type held. */
  synchronized <T extends Message> List<T> all(ResourceType type, Class<T> message) {
    checkOpen();
    DiscoveryResponse response = latest.get(type);
    List<T> resources = new ArrayList<>();
    if (response != null) {
      for (Any resource : response.getResourcesList()) {
        resources.add(ProxyCluster.unpack(resource, message));
      }
    }
    return resources;
  }

  synchronized int responses(ResourceType type) {
    return counts.getOrDefault(type, 0);
  }

  @Override
  public synchronized void onError(Throwable cause) {
    failure = cause;
  }

  @Override
  public synchronized void onCompleted() {
    failure = new IllegalStateException("istiod closed it");
  }
}
