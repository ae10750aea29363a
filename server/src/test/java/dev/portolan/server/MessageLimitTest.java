package dev.portolan.server;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.server.ingest.TestAgent;
import dev.portolan.server.store.InMemoryStore;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is too large on the way up, over a real port: nothing else is blocked by it. */
@Timeout(60)
class MessageLimitTest {
  private static final int ABOVE_ITEM = 2 << 20;

  private final HubServices services =
      HubServices.start(
          new InMemoryStore(), HubSettings.of(Duration.ofSeconds(10), Duration.ofSeconds(5)));
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void serve() throws Exception {
    NettyServerBuilder builder =
        Transport.STANDARD.applyTo(
            NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create()));
    services.addTo(builder);
    server = builder.build().start();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
    services.close();
  }

  private TestAgent welcomed(String origin) {
    TestAgent agent = new TestAgent();
    agent.open(ReportServiceGrpc.newStub(channel));
    agent.hello(origin, 1);
    agent.welcome();
    return agent;
  }

  private static BatchItem sized(String name, int bytes) {
    BatchItem.Builder item = TestAgent.item(service(EAST, name, 80)).toBuilder();
    item.getServiceBuilder().putLabels("a", "x".repeat(bytes));
    return item.build();
  }

  @Test
  void aRecordThatIsTooLargeIsRefusedByNameAndTheStreamGoesOn() {
    TestAgent east = welcomed("east-1");
    east.batch(
        1,
        TestAgent.item(service(EAST, "reviews", 80)),
        sized("giant", ABOVE_ITEM),
        TestAgent.item(service(EAST, "ratings", 80)));

    assertThat(east.acknowledged().getRejectionsList())
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.getItem()).isEqualTo(1);
              assertThat(rejection.getName()).isEqualTo("service/bookinfo/giant");
              assertThat(rejection.getViolationsList())
                  .anySatisfy(
                      violation ->
                          assertThat(violation.getDescription()).contains("at most 1048576"));
            });
    assertThat(services.snapshot().origin(EAST).services()).hasSize(2);
    east.batch(2, TestAgent.item(service(EAST, "details", 80)));
    assertThat(east.acknowledged().getRejectionsList()).isEmpty();
  }

  @Test
  void aMessageThatIsTooLargeEndsItsStreamAndNoOtherOfTheConnection() {
    TestAgent east = welcomed("east-1");
    TestAgent west = welcomed("west-1");
    west.batch(1, sized("giant", Transport.STANDARD.maxMessageBytes() + 1));

    // grpc-java resets the stream; the reason does not always get through.
    assertThat(west.failure().getStatus().getCode())
        .isIn(Status.Code.CANCELLED, Status.Code.RESOURCE_EXHAUSTED);
    east.batch(1, TestAgent.item(service(EAST, "reviews", 80)));
    assertThat(east.acknowledged().getRejectionsList()).isEmpty();
    assertThat(services.snapshot().origin(EAST).services()).hasSize(1);
  }
}
