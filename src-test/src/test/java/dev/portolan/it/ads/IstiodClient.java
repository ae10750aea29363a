package dev.portolan.it.ads;

import static org.awaitility.Awaitility.await;

import dev.portolan.it.peers.Istiod;
import dev.portolan.it.peers.Loopback;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowingConsumer;

/**
 * A proxy without data plane: subscribes to an istiod as Envoy does, acknowledges everything, and
 * knows what it was told last. Safe for use by many threads.
 */
public final class IstiodClient implements AutoCloseable {
  // A mesh of thousands of endpoints is more than the 4 MiB that gRPC allows by itself.
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ManagedChannel channel;
  private final Subscription subscription;

  private IstiodClient(ManagedChannel channel, ProxyNode node) {
    this.channel = channel;
    this.subscription = Subscription.open(channel, node);
  }

  /** Connects and asks for everything that concerns this proxy. */
  public static IstiodClient connect(Istiod istiod, ProxyNode node) {
    return new IstiodClient(
        NettyChannelBuilder.forAddress(Loopback.HOST, istiod.grpcPort())
            .usePlaintext()
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .build(),
        node);
  }

  /** The cluster of this name, as it was told last. */
  public Optional<ProxyCluster> cluster(String name) {
    return subscription.all(ResourceType.CLUSTER, Cluster.class).stream()
        .filter(cluster -> cluster.getName().equals(name))
        .findFirst()
        .map(ProxyCluster::of);
  }

  /** By priority and address; none for a cluster that it was told nothing about. */
  public List<ProxyEndpoint> endpoints(String cluster) {
    return subscription.assignment(cluster).map(ProxyEndpoint::of).orElse(List.of());
  }

  /** Whether it was told who stands behind a cluster, be it nobody. */
  public boolean told(String cluster) {
    return subscription.assignment(cluster).isPresent();
  }

  /** What a gateway does with each server name. */
  public List<GatewayChain> chains() {
    return subscription.all(ResourceType.LISTENER, Listener.class).stream()
        .flatMap(listener -> GatewayChain.of(listener).stream())
        .toList();
  }

  /** How many responses of a type have come. */
  public int responses(ResourceType type) {
    return subscription.responses(type);
  }

  /** Waits until the endpoints of a cluster are as wanted, and returns them. */
  public List<ProxyEndpoint> awaitEndpoints(String cluster, Predicate<List<ProxyEndpoint>> wanted) {
    return await("endpoints of " + cluster)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> endpoints(cluster), wanted);
  }

  /** Waits until this holds of what it was told; fails with the last reason why it does not. */
  public void awaitThat(ThrowingConsumer<IstiodClient> assertion) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertion.accept(this));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
