package dev.portolan.server;

import static dev.portolan.server.control.SampleRecords.mesh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.server.config.ListenConfig;
import dev.portolan.server.store.InMemoryStore;
import dev.portolan.tls.TestAuthority;
import dev.portolan.tls.TlsFileException;
import dev.portolan.tls.TlsFiles;
import dev.portolan.tls.TlsIdentity;
import dev.portolan.v1.AdminServiceGrpc;
import dev.portolan.v1.ChangeRulesRequest;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ListClustersRequest;
import dev.portolan.v1.ListHoldsRequest;
import dev.portolan.v1.RegistryServiceGrpc;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.ReportServiceGrpc;
import dev.portolan.v1.RuleChange;
import dev.portolan.wire.RuleCodec;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub with mutual TLS on a real port: who may do what, and for how long. */
@Timeout(60)
class HubTlsTest {
  private static final String EAST = "spiffe://portolan/cluster/east-1/agent";

  @TempDir Path directory;
  private final TestAuthority authority = new TestAuthority();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<TlsIdentity> identities = new ArrayList<>();
  private Hub hub;

  @BeforeEach
  void startHub() throws Exception {
    TlsFiles files = authority.hub(directory.resolve("hub"));
    ListenConfig listen =
        new ListenConfig(
            SampleConfig.LOOPBACK,
            Optional.of(files),
            "portolan",
            Optional.of(SampleConfig.LOOPBACK));
    hub =
        Hub.start(
            SampleConfig.listening(listen),
            List.of(mesh("m", new OriginId("east-1"))),
            new InMemoryStore(),
            Optional.of(TlsIdentity.ofServer(files)));
  }

  @AfterEach
  void stopHub() {
    channels.forEach(ManagedChannel::shutdownNow);
    identities.forEach(TlsIdentity::close);
    hub.close();
  }

  @Test
  void anAgentReportsItsOwnCluster() throws Exception {
    Answers<ReportResponse> answers = report(as(EAST), "east-1");
    assertThat(answers.next().hasWelcome()).isTrue();
  }

  @Test
  void anAgentReportsNoOtherCluster() throws Exception {
    assertThat(report(as(EAST), "west-1").end())
        .isEqualTo(
            "PERMISSION_DENIED: the certificate is %s, of origin east-1; it cannot speak for 'west-1'"
                .formatted(EAST));
  }

  @Test
  void anAgentSubscribesAsItsOwnClusterOnly() throws Exception {
    ManagedChannel channel = as(EAST);
    assertThat(subscribe(channel, "east-1").next().getTypeUrl()).contains("VirtualMesh");
    assertThat(subscribe(channel, "west-1").end()).startsWith("PERMISSION_DENIED: ");
  }

  @Test
  void anAgentReadsNothingElse() {
    RegistryServiceGrpc.RegistryServiceBlockingStub registry =
        RegistryServiceGrpc.newBlockingStub(as(EAST));
    assertThatThrownBy(() -> registry.listClusters(ListClustersRequest.getDefaultInstance()))
        .hasMessage(
            "PERMISSION_DENIED: %s may not call portolan.v1.RegistryService/ListClusters"
                .formatted(EAST));
  }

  @Test
  void aReaderReadsAndDecidesNothing() throws Exception {
    ManagedChannel reader = as("spiffe://portolan/reader/dashboard");
    assertThat(
            RegistryServiceGrpc.newBlockingStub(reader)
                .listClusters(ListClustersRequest.getDefaultInstance())
                .getRevision()
                .getSequence())
        .isEqualTo(1);
    AdminServiceGrpc.AdminServiceBlockingStub admin = AdminServiceGrpc.newBlockingStub(reader);
    assertThat(admin.listHolds(ListHoldsRequest.getDefaultInstance()).getHoldsList()).isEmpty();
    assertThatThrownBy(() -> admin.changeRules(ChangeRulesRequest.getDefaultInstance()))
        .hasMessageStartingWith("PERMISSION_DENIED: ");
    assertThat(report(reader, "east-1").end()).startsWith("PERMISSION_DENIED: ");
  }

  @Test
  void anOperatorDecides() {
    AdminServiceGrpc.AdminServiceBlockingStub admin =
        AdminServiceGrpc.newBlockingStub(as("spiffe://portolan/operator/ann"));
    // An empty request is wrong, which it is told: it got as far as that.
    assertThatThrownBy(() -> admin.changeRules(ChangeRulesRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e ->
                assertThat(e.getStatus().getCode())
                    .isNotIn(Status.Code.PERMISSION_DENIED, Status.Code.UNAUTHENTICATED));
  }

  @Test
  void whoHasNoCertificateIsNotHeard() {
    ManagedChannel plain =
        NettyChannelBuilder.forTarget(hub.address().toString()).usePlaintext().build();
    channels.add(plain);
    assertThatThrownBy(
            () ->
                RegistryServiceGrpc.newBlockingStub(plain)
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .listClusters(ListClustersRequest.getDefaultInstance()))
        .hasMessageStartingWith("UNAVAILABLE");
  }

  @Test
  void aStreamEndsWithItsCertificateAndSoDoCallsOnItsConnection() throws Exception {
    Instant until = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
    ManagedChannel channel = as(authority.client(directory.resolve("short"), EAST, until));
    Answers<ReportResponse> reports = report(channel, "east-1");
    assertThat(reports.next().hasWelcome()).isTrue();
    Answers<DeltaDiscoveryResponse> discovery = subscribe(channel, "east-1");
    assertThat(discovery.next().getTypeUrl()).contains("VirtualMesh");

    String expired =
        "UNAUTHENTICATED: the certificate of %s was valid until %s; connect with a new one"
            .formatted(EAST, until);
    assertThat(reports.end()).isEqualTo(expired);
    assertThat(discovery.end()).isEqualTo(expired);
    assertThat(Instant.now()).isAfterOrEqualTo(until);
    // The connection itself is still there.
    assertThat(report(channel, "east-1").end()).isEqualTo(expired);
    ManagedChannel reader = as("spiffe://portolan/reader/dashboard");
    await("the service has let go of the stream")
        .untilAsserted(
            () ->
                assertThat(
                        RegistryServiceGrpc.newBlockingStub(reader)
                            .listClusters(ListClustersRequest.getDefaultInstance())
                            .getClustersList())
                    .noneMatch(ClusterSummary::getConnected));
    // The same origin is welcome with a new certificate.
    assertThat(report(as(EAST), "east-1").next().hasWelcome()).isTrue();
  }

  @Test
  void anOperatorWhoseCertificateHasEndedDecidesNothingOnAnOldConnection() throws Exception {
    Instant until = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
    ManagedChannel channel =
        as(authority.client(directory.resolve("short"), "spiffe://portolan/operator/ann", until));
    AdminServiceGrpc.AdminServiceBlockingStub admin = AdminServiceGrpc.newBlockingStub(channel);
    assertThat(admin.listHolds(ListHoldsRequest.getDefaultInstance()).getHoldsList()).isEmpty();
    await().until(() -> !Instant.now().isBefore(until));

    ChangeRulesRequest change =
        ChangeRulesRequest.newBuilder()
            .addChanges(
                RuleChange.newBuilder()
                    .setPut(
                        RuleCodec.encode(Recorded.local(mesh("other", new OriginId("west-1"))))))
            .build();
    assertThatThrownBy(() -> admin.changeRules(change)).hasMessageStartingWith("UNAUTHENTICATED: ");
    // What a late call might do, it would have done before one that comes after it is answered.
    AdminServiceGrpc.newBlockingStub(as("spiffe://portolan/operator/bob"))
        .changeRules(change.toBuilder().setValidateOnly(true).build());
    assertThat(hub.revision().sequence()).isEqualTo(1);
  }

  @Test
  void probesNeedNoCertificateAndSeeNothingElse() {
    ManagedChannel probe =
        NettyChannelBuilder.forTarget(hub.healthAddress().orElseThrow().toString())
            .usePlaintext()
            .build();
    channels.add(probe);
    assertThat(
            HealthGrpc.newBlockingStub(probe)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
    assertThatThrownBy(
            () ->
                RegistryServiceGrpc.newBlockingStub(probe)
                    .listClusters(ListClustersRequest.getDefaultInstance()))
        .hasMessageStartingWith("UNIMPLEMENTED");
  }

  private ManagedChannel as(String spiffeId) {
    return as(authority.client(directory.resolve("client-" + identities.size()), spiffeId));
  }

  private ManagedChannel as(TlsFiles files) {
    try {
      TlsIdentity identity = TlsIdentity.ofClient(files);
      identities.add(identity);
      ManagedChannel channel =
          Grpc.newChannelBuilder(hub.address().toString(), identity.channelCredentials()).build();
      channels.add(channel);
      return channel;
    } catch (TlsFileException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Answers<ReportResponse> report(ManagedChannel channel, String origin) {
    Answers<ReportResponse> answers = new Answers<>();
    StreamObserver<ReportRequest> requests = ReportServiceGrpc.newStub(channel).report(answers);
    requests.onNext(
        ReportRequest.newBuilder()
            .setHello(
                Hello.newBuilder().setOrigin(origin).setIncarnation(System.currentTimeMillis()))
            .build());
    return answers;
  }

  private static Answers<DeltaDiscoveryResponse> subscribe(ManagedChannel channel, String origin) {
    Answers<DeltaDiscoveryResponse> answers = new Answers<>();
    AggregatedDiscoveryServiceGrpc.newStub(channel)
        .deltaAggregatedResources(answers)
        .onNext(
            DeltaDiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId(origin).setCluster(origin))
                .setTypeUrl("type.googleapis.com/portolan.v1.VirtualMesh")
                .build());
    return answers;
  }

  /** What comes back on one stream. */
  private static final class Answers<T> implements StreamObserver<T> {
    private final BlockingQueue<T> answers = new ArrayBlockingQueue<>(100);
    private final BlockingQueue<String> ends = new ArrayBlockingQueue<>(1);

    T next() throws InterruptedException {
      T answer = answers.poll(20, TimeUnit.SECONDS);
      assertThat(answer).as("an answer; the stream's end: %s", ends).isNotNull();
      return answer;
    }

    String end() throws InterruptedException {
      String end = ends.poll(20, TimeUnit.SECONDS);
      assertThat(end).as("the stream's end").isNotNull();
      return end;
    }

    @Override
    public void onNext(T answer) {
      answers.add(answer);
    }

    @Override
    public void onError(Throwable error) {
      ends.add(String.valueOf(error.getMessage()));
    }

    @Override
    public void onCompleted() {
      ends.add("completed");
    }
  }
}
