package dev.portolan.server;

import static dev.portolan.server.control.SampleRecords.mesh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.portolan.registry.OriginId;
import dev.portolan.server.config.ServerConfig;
import dev.portolan.server.control.FakeStore;
import dev.portolan.server.control.StoreFailedException;
import dev.portolan.server.control.StoreFullException;
import dev.portolan.server.store.InMemoryStore;
import dev.portolan.v1.Batch;
import dev.portolan.v1.GetClusterRequest;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ListClustersRequest;
import dev.portolan.v1.RegistryServiceGrpc;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HubTest {
  private static final ServerConfig CONFIG = SampleConfig.plaintext();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path directory;

  @Test
  void servesListsHealthAndReflection() throws Exception {
    try (Hub hub =
        Hub.start(CONFIG, List.of(mesh("m", new OriginId("east-1"))), new InMemoryStore())) {
      assertThat(hub.address().port()).isPositive();
      assertThat(hub.revision().sequence()).isEqualTo(1);
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(hub.address().toString()).usePlaintext().build();
      try {
        var clusters =
            RegistryServiceGrpc.newBlockingStub(channel)
                .listClusters(ListClustersRequest.getDefaultInstance());
        assertThat(clusters.getRevision().getSequence()).isEqualTo(1);
        var health =
            HealthGrpc.newBlockingStub(channel)
                .check(
                    HealthCheckRequest.newBuilder()
                        .setService("portolan.v1.RegistryService")
                        .build());
        assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
        assertThat(listed(channel))
            .contains("portolan.v1.RegistryService", "portolan.v1.ReportService")
            .contains("envoy.service.discovery.v3.AggregatedDiscoveryService")
            .contains("grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection");
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void saysInItsHealthThatTheDiskIsFullAndGoesOnReading() throws Exception {
    FakeStore store = new FakeStore();
    ServerConfig beating =
        new ServerConfig(
            CONFIG.listen(),
            CONFIG.dataDirectory(),
            Optional.empty(),
            Duration.ofSeconds(10),
            CONFIG.lease(),
            Duration.ofMillis(100),
            CONFIG.brake());
    try (Hub hub = Hub.start(beating, List.of(mesh("m", new OriginId("east-1"))), store)) {
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(hub.address().toString()).usePlaintext().build();
      try {
        store.failWith(new StoreFullException("no room"));
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        var requests = ReportServiceGrpc.newStub(channel).report(new Ending<ReportResponse>(end));
        requests.onNext(
            ReportRequest.newBuilder()
                .setHello(Hello.newBuilder().setOrigin("east-1").setIncarnation(1))
                .build());
        requests.onNext(
            ReportRequest.newBuilder().setBatch(Batch.newBuilder().setNumber(1)).build());

        Throwable ended = end.get(10, TimeUnit.SECONDS);
        assertThat(Status.fromThrowable(ended).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        com.google.rpc.Status detail = StatusProto.fromThrowable(ended);
        assertThat(detail).isNotNull();
        assertThat(detail.getDetails(0).unpack(ErrorInfo.class).getReason())
            .isEqualTo("STORE_FULL");
        assertThat(detail.getDetails(1).unpack(RetryInfo.class).getRetryDelay().getSeconds())
            .isBetween(5L, 15L);
        await()
            .until(
                () -> health(channel, "portolan.v1.ReportService"),
                ServingStatus.NOT_SERVING::equals);
        assertThat(health(channel, "portolan.v1.RegistryService")).isEqualTo(ServingStatus.SERVING);
        assertThat(
                RegistryServiceGrpc.newBlockingStub(channel)
                    .listClusters(ListClustersRequest.getDefaultInstance())
                    .getRevision()
                    .getSequence())
            .isEqualTo(1);

        store.recover();

        await()
            .until(
                () -> health(channel, "portolan.v1.ReportService"), ServingStatus.SERVING::equals);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void namesTheLimitToWhoeverBeginsWithTooMuch() throws Exception {
    try (Hub hub = Hub.start(CONFIG, List.of(mesh("m", new OriginId("east-1"))), new FakeStore())) {
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(hub.address().toString()).usePlaintext().build();
      try {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        var requests = ReportServiceGrpc.newStub(channel).report(new Ending<ReportResponse>(end));
        int limit = Transport.STANDARD.maxMessageBytes();
        requests.onNext(
            ReportRequest.newBuilder()
                .setHello(Hello.newBuilder().setOrigin("x".repeat(limit)))
                .build());

        Status status = Status.fromThrowable(end.get(10, TimeUnit.SECONDS));
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains(Integer.toString(limit));
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void aDiskThatFailsEndsTheHub() throws Exception {
    FakeStore store = new FakeStore();
    try (Hub hub = Hub.start(CONFIG, List.of(), store)) {
      store.failWith(new StoreFailedException("EIO", new IllegalStateException("EIO")));
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(hub.address().toString()).usePlaintext().build();
      try {
        var requests = ReportServiceGrpc.newStub(channel).report(new Ignored<>());
        requests.onNext(
            ReportRequest.newBuilder()
                .setHello(Hello.newBuilder().setOrigin("east-1").setIncarnation(1))
                .build());
        requests.onNext(
            ReportRequest.newBuilder().setBatch(Batch.newBuilder().setNumber(1)).build());

        assertThatThrownBy(hub::awaitEnd).isInstanceOf(StoreFailedException.class);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static ServingStatus health(ManagedChannel channel, String service) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private record Ending<T>(CompletableFuture<Throwable> end) implements StreamObserver<T> {
    @Override
    public void onNext(T message) {}

    @Override
    public void onError(Throwable failure) {
      end.complete(failure);
    }

    @Override
    public void onCompleted() {
      end.completeExceptionally(new AssertionError("ended in good order"));
    }
  }

  @Test
  void showsWhatAnAgentRefuses() throws Exception {
    try (Hub hub =
        Hub.start(CONFIG, List.of(mesh("m", new OriginId("east-1"))), new InMemoryStore())) {
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(hub.address().toString()).usePlaintext().build();
      try {
        ReportServiceGrpc.newStub(channel)
            .report(new Ignored<>())
            .onNext(
                ReportRequest.newBuilder()
                    .setHello(Hello.newBuilder().setOrigin("east-1").setIncarnation(1))
                    .build());
        RefusingSubscriber.subscribe(channel, "east-1");

        await()
            .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
            .untilAsserted(
                () ->
                    assertThat(
                            RegistryServiceGrpc.newBlockingStub(channel)
                                .getCluster(
                                    GetClusterRequest.newBuilder().setOrigin("east-1").build())
                                .getCluster()
                                .getRefusedList())
                        .singleElement()
                        .satisfies(
                            refused -> {
                              assertThat(refused.getType()).isEqualTo("VirtualMesh");
                              assertThat(refused.getName()).isEqualTo("m");
                              assertThat(refused.getReason()).contains("no meshes today");
                            }));
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void saysInOneLineThatThePortIsTaken() throws Exception {
    try (Hub hub = Hub.start(CONFIG, List.of(), new InMemoryStore())) {
      int code = run("--listen", hub.address().toString(), "--data-directory", data());

      assertThat(code).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8).lines())
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .startsWith("portolan-server: cannot listen on " + hub.address())
                      .contains("--listen"));
    }
  }

  @Test
  void saysInOneLineThatTheDataDirectoryIsNone() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    int code = run("--listen", "127.0.0.1:0", "--data-directory", file.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  @Test
  void namesAllProblemsOfConfigurationAndMeshesBeforeThePortOpens() throws Exception {
    Path meshes = Files.writeString(directory.resolve("mesh.yaml"), "kind: Mesh\n");

    int code = run("--listen", "0.0.0.0:0", "--rules", meshes.toString());

    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("--insecure", meshes + ":1: apiVersion is missing", "kind is 'Mesh'");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void helpsOnStandardOutput() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--data-directory", "--insecure");
  }

  private int run(String... arguments) {
    return new ServerMain(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(arguments), Map.of());
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private static List<String> listed(ManagedChannel channel) throws Exception {
    CompletableFuture<List<String>> names = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    names.complete(
                        response.getListServicesResponse().getServiceList().stream()
                            .map(service -> service.getName())
                            .toList());
                  }

                  @Override
                  public void onError(Throwable failure) {
                    names.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    List<String> result = names.get(10, TimeUnit.SECONDS);
    requests.onCompleted();
    return result;
  }
}
