package dev.portolan.server.push;

import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.server.push.engine.DeliveryLedger;
import dev.portolan.server.push.engine.Limits;
import dev.portolan.server.push.engine.LoopBarrier;
import dev.portolan.server.push.engine.PushEngine;
import dev.portolan.server.push.engine.PushLoop;
import dev.portolan.server.push.engine.Subscriber;
import dev.portolan.server.push.engine.face.DiscoveryService;
import dev.portolan.server.push.engine.face.Doors;
import dev.portolan.server.push.engine.face.Gate;
import dev.portolan.server.push.engine.view.Point;
import dev.portolan.wire.xds.ClientFeatures;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.BindableService;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The push room on an in-process server, fed by a test registry. */
final class TestHub implements AutoCloseable {
  private final ExecutorService thread = PushLoop.thread("test-projection");
  private final PushLoop loop = new PushLoop(2);
  final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
  final DeliveryLedger ledger = new DeliveryLedger();
  final RegistryProjection projection =
      new RegistryProjection(
          thread,
          Clock.fixed(TestRegistry.TIME, ZoneOffset.UTC),
          (where, cause) -> faults.add(cause));
  final TestRegistry registry = new TestRegistry(projection);
  private final Set<Object> distinct =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private final Server server;
  private final ManagedChannel channel;

  private final Limits limits;

  TestHub() {
    this(Limits.STANDARD);
  }

  TestHub(Limits limits) {
    this.limits = limits;
    String name = InProcessServerBuilder.generateName();
    try {
      server =
          InProcessServerBuilder.forName(name)
              .directExecutor()
              .addService(ServerInterceptors.intercept(service(), new Recorder()))
              .build()
              .start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  /** A hub whose registry is open and empty. */
  static TestHub open() {
    TestHub hub = new TestHub();
    hub.registry.open(TestRegistry.EPOCH);
    return hub;
  }

  /** A hub that has found this in its store. */
  static TestHub restarted(RegistrySnapshot found) {
    TestHub hub = new TestHub();
    hub.registry.restart(found);
    return hub;
  }

  BindableService service() {
    return DiscoveryService.aggregated(
        new Doors(
            new PushEngine(PushTypes.ALL, loop, ledger, limits),
            projection,
            (transport, node) -> admit(node),
            new RejectionReader()));
  }

  private static Subscriber admit(Node node) {
    if (node.getCluster().equals("stranger")) {
      throw new Gate.RefusedException(false, "nobody knows the stranger");
    }
    Optional<Point> resume =
        Optional.of(node.getUserAgentVersion())
            .filter(token -> !token.isEmpty())
            .map(token -> token.split("\\.", -1))
            .map(token -> new Point(token[0], Long.parseLong(token[1])));
    boolean inlinePoints = node.getClientFeaturesList().contains(ClientFeatures.INLINE_POINTS);
    return new Subscriber(node.getCluster(), resume, inlinePoints);
  }

  /** A stream of a cluster's agent that holds nothing. */
  RawClient connect(String cluster) {
    return new RawClient(channel, Node.newBuilder().setCluster(cluster).build());
  }

  /** A stream of a cluster's agent that takes points from the responses that complete them. */
  RawClient connectInline(String cluster) {
    return new RawClient(
        channel,
        Node.newBuilder()
            .setCluster(cluster)
            .addClientFeatures(ClientFeatures.INLINE_POINTS)
            .build());
  }

  /** A stream that takes so many responses and no more. */
  RawClient connect(String cluster, int window) {
    return new RawClient(channel, Node.newBuilder().setCluster(cluster).build(), window);
  }

  /** A stream of an agent that holds its view up to a point. */
  RawClient resume(String cluster, String token) {
    return new RawClient(
        channel, Node.newBuilder().setCluster(cluster).setUserAgentVersion(token).build());
  }

  /** All that was published has been sent, as far as streams take it. */
  TestHub settle() {
    CompletableFuture.runAsync(() -> {}, thread).orTimeout(10, TimeUnit.SECONDS).join();
    LoopBarrier.settle(loop);
    return this;
  }

  /** How many different arrays were sent so far, over all streams. */
  int distinctMessages() {
    return distinct.size();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    thread.shutdown();
    loop.close();
    if (!faults.isEmpty()) {
      throw new AssertionError("the projection failed", faults.peek());
    }
  }

  /** Sees the arrays that are sent, by identity. */
  private final class Recorder implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return next.startCall(
          new SimpleForwardingServerCall<Q, A>(call) {
            @Override
            public void sendMessage(A message) {
              distinct.add(message);
              super.sendMessage(message);
            }
          },
          headers);
    }
  }
}
