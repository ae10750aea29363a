package dev.portolan.server.push;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.push.RawClient.BOOKMARK;
import static dev.portolan.server.push.RawClient.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.Revision;
import dev.portolan.server.Transport;
import dev.portolan.server.security.PlaintextAuthenticator;
import dev.portolan.wire.RevisionCodec;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ConnectivityState;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How connections age, and which pings they bear, on real ports; times are short. */
@Timeout(120)
class TransportTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final Push push =
      new Push(
          new PlaintextAuthenticator(),
          (subscriber, shown) -> false,
          Clock.systemUTC(),
          (where, cause) -> {
            throw new AssertionError(where, cause);
          });
  private final TestRegistry registry = new TestRegistry(push.publisher());
  private final List<ManagedChannel> channels = new ArrayList<>();
  private @Nullable Server server;

  private int serve(Transport transport) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            InsecureServerCredentials.create());
    server = transport.applyTo(builder).addService(push.service()).build().start();
    registry.open(TestRegistry.EPOCH).put(mesh("shop", EAST, WEST), service(EAST, "first", 1));
    return server.getPort();
  }

  private ManagedChannel connect(int port) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    channels.add(channel);
    return channel;
  }

  @AfterEach
  void stop() throws InterruptedException {
    channels.forEach(ManagedChannel::shutdownNow);
    if (server != null) {
      server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
    push.close();
  }

  private static RawClient west(ManagedChannel channel, Optional<Revision> held) {
    Node.Builder node = Node.newBuilder().setId("west-1/1").setCluster("west-1");
    held.ifPresent(revision -> node.setMetadata(RevisionCodec.resumeToken(revision)));
    return new RawClient(channel, node.build());
  }

  @Test
  void aStreamOutlivesItsConnectionByAPlannedReconnectWithoutAGap() throws Exception {
    ManagedChannel channel = connect(serve(Transport.STANDARD.aging(SHORT, Duration.ofMillis(50))));
    RawClient before = west(channel, Optional.empty());
    before.subscribe(SERVICE, "*").subscribe(BOOKMARK, "*").accept(SERVICE);
    before.accept(BOOKMARK);
    Revision held = registry.snapshot().revision();

    assertThat(before.ending().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    registry.put(service(EAST, "missed", 1));
    RawClient after = west(channel, Optional.of(held)).holding(before);
    after.subscribe(SERVICE, "*").subscribe(BOOKMARK, "*");

    assertThat(after.accept(SERVICE).getResourcesList())
        .extracting(Resource::getName)
        .containsExactly("east-1/bookinfo/missed");
    assertThat(after.held(SERVICE)).hasSize(2);
  }

  @Test
  void anOldConnectionServesTheStreamsItHasWhileNewOnesGoElsewhere() throws Exception {
    ManagedChannel channel = connect(serve(Transport.STANDARD.aging(SHORT, Duration.ofMinutes(1))));
    RawClient old = west(channel, Optional.empty());
    old.subscribe(SERVICE).accept(SERVICE);
    await().until(() -> channel.getState(false) != ConnectivityState.READY);
    registry.put(service(EAST, "second", 1));

    assertThat(old.accept(SERVICE).getResourcesList()).hasSize(1);
    RawClient fresh = west(channel, Optional.empty());
    assertThat(fresh.subscribe(SERVICE).accept(SERVICE).getResourcesList()).hasSize(2);
  }

  @Test
  void connectionsOfOneAgeDoNotEndTogether() throws Exception {
    int port = serve(Transport.STANDARD.aging(SHORT, Duration.ofMillis(1)));
    List<CompletableFuture<Long>> ends = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ManagedChannel channel = connect(port);
      CompletableFuture<Long> end = new CompletableFuture<>();
      RawClient client = west(channel, Optional.empty());
      client.subscribe(SERVICE).accept(SERVICE);
      long begun = System.nanoTime();
      channel.notifyWhenStateChanged(
          ConnectivityState.READY, () -> end.complete(System.nanoTime() - begun));
      ends.add(end);
    }
    List<Long> ages = ends.stream().map(end -> end.orTimeout(20, TimeUnit.SECONDS).join()).toList();

    long youngest = ages.stream().mapToLong(Long::longValue).min().orElseThrow();
    long oldest = ages.stream().mapToLong(Long::longValue).max().orElseThrow();
    assertThat(Duration.ofNanos(oldest - youngest)).isGreaterThan(Duration.ofMillis(20));
  }

  @Test
  void whoPingsAsRarelyAsIstiodIsNotCut() throws Exception {
    // istiod pings three times as rarely as is permitted.
    Duration permitted = Duration.ofMillis(20);
    int port = serve(Transport.STANDARD.pingedEvery(permitted));
    assertThat(Transport.STANDARD.fastestPing().multipliedBy(3))
        .isLessThanOrEqualTo(Duration.ofSeconds(30));
    try (RawConnection istiod = new RawConnection(port)) {
      for (int i = 0; i < 20; i++) {
        assertThat(istiod.listen(permitted.multipliedBy(3))).isEmpty();
        assertThat(istiod.ping()).isEmpty();
      }
    }
  }

  @Test
  void whoPingsTooOftenIsSentAway() throws Exception {
    int port = serve(Transport.STANDARD);
    try (RawConnection hasty = new RawConnection(port)) {
      Optional<String> why = Optional.empty();
      int pings = 0;
      while (why.isEmpty() && pings < 10) {
        why = hasty.ping();
        pings++;
      }
      assertThat(why).contains("too_many_pings");
    }
  }

  @Test
  void aMessageAboveTheLimitEndsItsStreamAndNoOther() throws Exception {
    Transport standard = Transport.STANDARD;
    ManagedChannel channel =
        connect(
            serve(
                new Transport(
                    1 << 16,
                    standard.fastestPing(),
                    standard.ping(),
                    standard.pingTimeout(),
                    standard.age(),
                    standard.grace())));
    RawClient other = west(channel, Optional.empty());
    other.subscribe(SERVICE).accept(SERVICE);
    RawClient large = west(channel, Optional.empty());
    large.reconnect(SERVICE, Map.of("east-1/bookinfo/" + "x".repeat(1 << 16), "1"));

    // It has had its headers: gRPC has no other word for it then.
    assertThat(large.ending().getCode()).isEqualTo(Status.Code.CANCELLED);
    registry.put(service(EAST, "second", 1));
    assertThat(other.accept(SERVICE).getResourcesList()).hasSize(1);
  }
}
