package dev.portolan.it.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.it.peers.Loopback;
import dev.portolan.server.push.conformance.EngineSubject;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that others wrote, fed by the engine: the state-of-the-world face as gRPC uses it. */
@Timeout(180)
class ProxylessIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int port = Loopback.freePort();
  private final AtomicInteger requests = new AtomicInteger();
  private Backend a;
  private Backend b;
  private EngineSubject hub;

  @BeforeEach
  void start() throws IOException {
    a = Backend.start("a");
    b = Backend.start("b");
    hub = hub();
    hub.publish(World.to(a).resources());
  }

  @AfterEach
  void stop() {
    hub.close();
    a.close();
    b.close();
  }

  @ParameterizedTest
  @EnumSource
  void followsEndpointsThatMove(Proxyless.Make make) throws IOException {
    try (Proxyless client = make.connect(port)) {
      awaitAnswer(client, "a");
      hub.publish(World.to(b).resources());
      awaitAnswer(client, "b");
    }
  }

  @ParameterizedTest
  @EnumSource
  void losesAServiceThatIsRemovedAndHasItBack(Proxyless.Make make) throws IOException {
    try (Proxyless client = make.connect(port)) {
      awaitAnswer(client, "a");
      hub.publish(World.to(a).withoutListener().resources());
      awaitAnswer(client, "UNAVAILABLE");
      hub.publish(World.to(b).resources());
      awaitAnswer(client, "b");
    }
  }

  /** What is refused is not sent again and again, and what was accepted before stays in use. */
  @ParameterizedTest
  @EnumSource
  void refusesOnceAndGoesOnWithWhatItHad(Proxyless.Make make) throws IOException {
    try (Proxyless client = make.connect(port)) {
      awaitAnswer(client, "a");
      hub.publish(World.to(a).unacceptable().resources());
      await().atMost(PATIENCE).until(() -> hub.refusals("proxyless") > 0);
      int heard = requests.get();
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(10))
          .until(() -> client.ask().equals("a") && requests.get() <= heard + 2);
      hub.publish(World.to(b).resources());
      awaitAnswer(client, "b");
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsItsServersWhileTheHubIsAwayAndFollowsAnother(Proxyless.Make make) throws IOException {
    try (Proxyless client = make.connect(port)) {
      awaitAnswer(client, "a");
      hub.close();
      assertThat(client.ask()).isEqualTo("a");
      hub = hub();
      hub.publish(World.to(b).resources());
      awaitAnswer(client, "b");
    }
  }

  private EngineSubject hub() {
    return EngineSubject.listening(
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .intercept(new Counting()));
  }

  private static void awaitAnswer(Proxyless client, String answer) {
    await("answer " + answer).atMost(PATIENCE).until(() -> client.ask().equals(answer));
  }

  private final class Counting implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
        @Override
        public void onMessage(Q message) {
          requests.incrementAndGet();
          super.onMessage(message);
        }
      };
    }
  }
}
