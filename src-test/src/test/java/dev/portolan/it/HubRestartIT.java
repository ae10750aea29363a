package dev.portolan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.Agent;
import dev.portolan.it.InProcess.RunningHub;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRules;
import dev.portolan.server.HubSettings;
import dev.portolan.server.store.InMemoryStore;
import dev.portolan.server.store.RocksDbStore;
import dev.portolan.v1.Batch;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hub and agents in one process over the real protos; either side restarts. */
@Timeout(180)
class HubRestartIT {
  private final InProcess parts;
  private final Path directory;

  HubRestartIT(@TempDir Path directory) {
    this.directory = directory;
    this.parts =
        new InProcess(
            directory, HubSettings.of(Duration.ofSeconds(10), InProcess.BEAT), PartitionRules.KEEP);
  }

  @AfterEach
  void stop() throws Exception {
    parts.close();
  }

  @Test
  void aRestartOfTheHubChangesNoObject() throws Exception {
    RunningHub hub = parts.hub(new RocksDbStore(directory.resolve("data")));
    parts.agent("east-1");
    parts.agent("west-1");
    Map<String, String> before = parts.awaitObjects("east-1", "203.0.113.21");
    parts.awaitObjects("west-1", "198.51.100.11");

    hub.close();
    parts.hub(new RocksDbStore(directory.resolve("data")));
    parts.awaitApplied("east-1", 2);

    assertThat(parts.objects("east-1")).isEqualTo(before);
  }

  @Test
  void aHubThatLostItsStoreWithdrawsNothingOfMembersThatHaveNotReported() throws Exception {
    RunningHub hub = parts.hub(new InMemoryStore());
    parts.agent("east-1");
    Agent west = parts.agent("west-1");
    Map<String, String> before = parts.awaitObjects("east-1", "203.0.113.21");

    hub.close();
    parts.stop(west);
    RunningHub empty = parts.hub(new InMemoryStore());
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> empty.snapshot().progress(new OriginId("east-1")).everComplete());
    parts.awaitApplied("east-1", 3);

    assertThat(parts.objects("east-1")).isEqualTo(before);
  }

  @Test
  void aRestartOfTheAgentWritesNothingAnew() throws Exception {
    parts.hub(new InMemoryStore());
    Agent east = parts.agent("east-1");
    parts.agent("west-1");
    Map<String, String> before = parts.awaitObjects("east-1", "203.0.113.21");
    long modified = modified("east-1");

    parts.stop(east);
    parts.agent("east-1");
    parts.awaitApplied("east-1", 2);

    assertThat(parts.objects("east-1")).isEqualTo(before);
    assertThat(modified("east-1")).isEqualTo(modified);
  }

  @Test
  void anAgentWhoseClockWasSetBackReportsAgain() throws Exception {
    RunningHub hub = parts.hub(new InMemoryStore());
    OriginId east = new OriginId("east-1");
    long tomorrow = Instant.now().plus(Duration.ofDays(1)).toEpochMilli();
    reportOnceAs("east-1", tomorrow);

    parts.agent("east-1");
    await().atMost(30, TimeUnit.SECONDS).until(() -> hub.hears(east));
    assertThat(hub.snapshot().progress(east).incarnation()).isEqualTo(tomorrow + 1);
  }

  /** An earlier process of the agent, which started when the clock was ahead. */
  private void reportOnceAs(String origin, long incarnation) throws Exception {
    ManagedChannel channel = InProcessChannelBuilder.forName(parts.name()).build();
    CompletableFuture<ReportResponse> durable = new CompletableFuture<>();
    StreamObserver<ReportRequest> requests =
        ReportServiceGrpc.newStub(channel)
            .report(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ReportResponse response) {
                    if (response.hasBatchAcknowledgement()) {
                      durable.complete(response);
                    }
                  }

                  @Override
                  public void onError(Throwable error) {
                    durable.completeExceptionally(error);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(
        ReportRequest.newBuilder()
            .setHello(Hello.newBuilder().setOrigin(origin).setIncarnation(incarnation))
            .build());
    requests.onNext(ReportRequest.newBuilder().setBatch(Batch.newBuilder().setNumber(1)).build());
    durable.get(10, TimeUnit.SECONDS);
    channel.shutdownNow();
  }

  private long modified(String cluster) throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve(cluster))) {
      return files.mapToLong(file -> file.toFile().lastModified()).max().orElseThrow();
    }
  }
}
