package dev.portolan.server.push;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.push.RawClient.BOOKMARK;
import static dev.portolan.server.push.RawClient.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.Revision;
import dev.portolan.server.security.PlaintextAuthenticator;
import dev.portolan.wire.Receipt;
import dev.portolan.wire.RevisionCodec;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole room as the hub wires it, on a real port, read by an ordinary protobuf client. */
@Timeout(60)
class NettyTest {
  private static final String LOST = "00000000000000ff";

  private final Push push =
      new Push(
          new PlaintextAuthenticator(),
          (subscriber, shown) -> shown.start().equals(LOST),
          Clock.systemUTC(),
          (where, cause) -> {
            throw new AssertionError(where, cause);
          });
  private final TestRegistry registry = new TestRegistry(push.publisher());
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create())
            .addService(push.service())
            .addService(ProtoReflectionServiceV1.newInstance())
            .build()
            .start();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    push.close();
  }

  private RawClient west(Node.Builder node) {
    return new RawClient(channel, node.setId("west-1/1").setCluster("west-1").build());
  }

  @Test
  void anOrdinaryClientReadsChunksIncrementsAndBookmarks() {
    List<Resource> many = new ArrayList<>();
    many.add(mesh("shop", EAST, WEST));
    many.add(cluster(WEST, "two"));
    for (int i = 0; i < 4000; i++) {
      many.add(service(EAST, "service-" + i, 1 + i));
    }
    registry.open(TestRegistry.EPOCH).change(many, List.of());
    RawClient west = west(Node.newBuilder());
    west.subscribe(SERVICE).subscribe(BOOKMARK);
    while (west.held(SERVICE).size() < 4000) {
      west.accept(SERVICE);
    }
    west.accept(BOOKMARK);
    registry.put(service(EAST, "service-7", 9999));

    assertThat(west.accept(SERVICE).getResourcesList()).hasSize(1);
    west.accept(BOOKMARK);
  }

  @Test
  void theResumeTokenOfTheNodeIsUnderstood() {
    registry.open(TestRegistry.EPOCH).put(mesh("shop", EAST, WEST), service(EAST, "a", 1));
    RegistrySnapshot now = registry.snapshot();
    RawClient west = west(Node.newBuilder().setMetadata(RevisionCodec.resumeToken(now.revision())));
    west.subscribe(SERVICE, "*").subscribe(BOOKMARK, "*");
    west.accept(BOOKMARK);

    RawClient stranger =
        west(
            Node.newBuilder()
                .setMetadata(RevisionCodec.resumeToken(new Revision("00000000000000bb", 1))));
    stranger.subscribe(SERVICE, "*");
    assertThat(stranger.ending().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
  }

  @Test
  void aSubscriberThatHoldsWhatIsLostIsToldToComeBack() {
    registry.open(TestRegistry.EPOCH);
    Revision told = new Revision(TestRegistry.EPOCH, 9);
    RawClient west = west(Node.newBuilder().setMetadata(new Receipt(told, LOST).metadata()));
    west.subscribe(SERVICE);

    assertThat(west.ending().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(west.ending().getDescription()).contains(told.toString(), "lost");

    RawClient again =
        west(Node.newBuilder().setMetadata(new Receipt(told, "00000000000000ee").metadata()));
    again.subscribe(SERVICE).accept(SERVICE);
  }

  @Test
  void aBookmarkNamesTheStartThatSentIt() throws Exception {
    push.publisher().started("00000000000000cc");
    registry.open(TestRegistry.EPOCH);
    RawClient west = west(Node.newBuilder());
    west.subscribe(SERVICE).subscribe(BOOKMARK).accept(SERVICE);

    var bookmark = west.accept(BOOKMARK).getResources(0).getResource();

    assertThat(bookmark.unpack(dev.portolan.v1.Bookmark.class).getStart())
        .isEqualTo("00000000000000cc");
  }

  @Test
  void aHubThatGoesAwaySaysSo() {
    registry.open(TestRegistry.EPOCH);
    RawClient west = west(Node.newBuilder());
    west.subscribe(SERVICE).accept(SERVICE);
    push.drain();
    assertThat(west.ending().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void anInvalidNameIsNotServed() {
    RawClient nameless = new RawClient(channel, Node.newBuilder().setId("No Name").build());
    nameless.subscribe(SERVICE);
    assertThat(nameless.ending().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void reflectionListsTheServiceAndItsMessages() {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> asked =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable cause) {
                    answer.completeExceptionally(cause);
                  }

                  @Override
                  public void onCompleted() {}
                });
    String name = "envoy.service.discovery.v3.AggregatedDiscoveryService";
    asked.onNext(ServerReflectionRequest.newBuilder().setFileContainingSymbol(name).build());

    ServerReflectionResponse response = answer.orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(response.getFileDescriptorResponse().getFileDescriptorProtoCount()).isPositive();
  }
}
