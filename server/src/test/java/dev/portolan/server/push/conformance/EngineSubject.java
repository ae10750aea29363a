package dev.portolan.server.push.conformance;

import com.google.protobuf.Message;
import dev.portolan.server.push.engine.DeliveryLedger;
import dev.portolan.server.push.engine.DiscoveryRequest.Nack;
import dev.portolan.server.push.engine.Limits;
import dev.portolan.server.push.engine.LoopBarrier;
import dev.portolan.server.push.engine.PushEngine;
import dev.portolan.server.push.engine.PushLoop;
import dev.portolan.server.push.engine.ResourceTypes;
import dev.portolan.server.push.engine.Subscriber;
import dev.portolan.server.push.engine.face.DiscoveryService;
import dev.portolan.server.push.engine.face.Doors;
import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.listener.v3.ListenerDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.route.v3.RouteDiscoveryServiceGrpc;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/** The engine with Envoy's types, all five services bound, over gRPC. */
public final class EngineSubject implements Subject {
  private static final ResourceTypes TYPES =
      new ResourceTypes(
          Types.ALL,
          "type.googleapis.com/test.Bookmark",
          Set.of(Types.EDS, Types.RDS),
          Map.of(Types.CDS, Types.EDS));

  // Full responses end where a case can reach it.
  private static final Limits LIMITS =
      new Limits(
          20_000, 16, 20_000, Duration.ofSeconds(2), 64, 32 << 10, Duration.ofSeconds(10), 1 << 20);

  private final PushLoop loop = new PushLoop(PushLoop.DEFAULT_STRIPES);
  final DeliveryLedger ledger = new DeliveryLedger();
  private final PushEngine engine = new PushEngine(TYPES, loop, ledger, LIMITS);
  private final SampleViews views = new SampleViews();
  private final Server server;
  private final ManagedChannel channel;

  private EngineSubject(ServerBuilder<?> builder, Function<Server, ManagedChannel> connect) {
    Doors doors =
        new Doors(
            engine,
            views,
            (transport, node) -> new Subscriber(node.getCluster(), Optional.empty(), false),
            error -> new Nack(error.getMessage(), List.of()));
    services(doors).forEach(builder::addService);
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    channel = connect.apply(server);
    publish(Map.of());
  }

  /** In this process. */
  static EngineSubject inProcess() {
    String name = InProcessServerBuilder.generateName();
    return new EngineSubject(
        InProcessServerBuilder.forName(name).directExecutor(),
        server -> InProcessChannelBuilder.forName(name).directExecutor().build());
  }

  /** For clients of other makes, on a port of loopback. */
  public static EngineSubject listening(ServerBuilder<?> builder) {
    return new EngineSubject(
        builder,
        server ->
            NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build());
  }

  private static List<DiscoveryService> services(Doors doors) {
    return List.of(
        DiscoveryService.aggregated(doors),
        DiscoveryService.of(
            Types.CDS,
            ClusterDiscoveryServiceGrpc.getServiceDescriptor(),
            ClusterDiscoveryServiceGrpc.getStreamClustersMethod(),
            ClusterDiscoveryServiceGrpc.getDeltaClustersMethod(),
            doors),
        DiscoveryService.of(
            Types.EDS,
            EndpointDiscoveryServiceGrpc.getServiceDescriptor(),
            EndpointDiscoveryServiceGrpc.getStreamEndpointsMethod(),
            EndpointDiscoveryServiceGrpc.getDeltaEndpointsMethod(),
            doors),
        DiscoveryService.of(
            Types.LDS,
            ListenerDiscoveryServiceGrpc.getServiceDescriptor(),
            ListenerDiscoveryServiceGrpc.getStreamListenersMethod(),
            ListenerDiscoveryServiceGrpc.getDeltaListenersMethod(),
            doors),
        DiscoveryService.of(
            Types.RDS,
            RouteDiscoveryServiceGrpc.getServiceDescriptor(),
            RouteDiscoveryServiceGrpc.getStreamRoutesMethod(),
            RouteDiscoveryServiceGrpc.getDeltaRoutesMethod(),
            doors));
  }

  /** How many resources a subscriber refuses at this moment. */
  public int refusals(String subscriber) {
    return ledger.of(subscriber).refused().size();
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public void publish(Map<String, SortedMap<String, Message>> world) {
    views.publish(world);
  }

  @Override
  public void settle() {
    LoopBarrier.settle(loop);
  }

  @Override
  public OptionalInt openStreams() {
    return OptionalInt.of(LoopBarrier.streams(engine) + views.watchers());
  }

  @Override
  public Subject restarted(Map<String, SortedMap<String, Message>> world) {
    EngineSubject other = inProcess();
    other.publish(world);
    return other;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    loop.close();
  }
}
