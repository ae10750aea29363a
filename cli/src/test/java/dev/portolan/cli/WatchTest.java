package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.cli.hub.SampleRegistry;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.Pause;
import dev.portolan.v1.ServiceSummary;
import dev.portolan.v1.WatchEvent;
import dev.portolan.v1.WatchServicesResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchTest {
  private static final ServiceSummary DETAILS =
      SampleRegistry.service("east-1", "bookinfo", "details", 2, 2);
  private static final ServiceSummary REVIEWS =
      SampleRegistry.service("east-1", "bookinfo", "reviews", 3, 2);
  private static final ServiceSummary FEWER_REVIEWS =
      SampleRegistry.service("east-1", "bookinfo", "reviews", 3, 1);

  private final CommandRig rig = new CommandRig();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private @Nullable Thread watcher;

  @AfterEach
  void stop() {
    if (watcher != null) {
      watcher.interrupt();
    }
    rig.close();
  }

  @Test
  void theFirstListIsOneTableThenRowsFollow() throws Exception {
    StreamObserver<WatchServicesResponse> stream = watch("get", "services", "-w");
    stream.onNext(upserted(DETAILS));
    stream.onNext(upserted(REVIEWS));
    stream.onNext(bookmark());
    stream.onNext(upserted(FEWER_REVIEWS));
    stream.onNext(removed("east-1", "bookinfo", "details"));
    stream.onNext(bookmark());
    awaitLines(5);
    assertThat(rig.out().lines().map(line -> line.replaceAll(" +", " ").replaceAll(" 9080.*", "")))
        .containsExactly(
            "EVENT ORIGIN NAMESPACE NAME PORTS READY HOST AGE",
            "UPSERTED east-1 bookinfo details",
            "UPSERTED east-1 bookinfo reviews",
            "UPSERTED east-1 bookinfo reviews",
            "REMOVED east-1 bookinfo details");
  }

  @Test
  void jsonIsOneObjectPerLine() throws Exception {
    StreamObserver<WatchServicesResponse> stream =
        watch("get", "services", "-w", "-o", "json", "--origin", "east-1");
    stream.onNext(upserted(DETAILS));
    stream.onNext(bookmark());
    awaitLines(2);
    assertThat(rig.out().lines().toList().get(0))
        .startsWith("{\"event\":\"WATCH_EVENT_UPSERTED\",\"revision\":{\"epoch\":")
        .contains("\"service\":{\"service\":{\"origin\":\"east-1\"");
    assertThat(rig.out().lines().toList().get(1)).contains("WATCH_EVENT_BOOKMARK");
  }

  @Test
  void aNameIsFollowedAlone() throws Exception {
    StreamObserver<WatchServicesResponse> stream =
        watch("get", "service", "reviews", "-w", "-o", "name");
    stream.onNext(upserted(DETAILS));
    stream.onNext(upserted(REVIEWS));
    stream.onNext(bookmark());
    awaitLines(1);
    assertThat(rig.out()).isEqualTo("service/east-1/bookinfo/reviews\n");
  }

  @Test
  void aLostHubIsWaitedForAndOnlyDifferencesAreShownAfterwards() throws Exception {
    StreamObserver<WatchServicesResponse> first = watch("get", "services", "-w", "-o", "name");
    first.onNext(upserted(DETAILS));
    first.onNext(upserted(REVIEWS));
    first.onNext(bookmark());
    awaitLines(2);
    rig.hub.registry().failures.add(Status.UNAVAILABLE);
    rig.hub.registry().failures.add(Status.UNAVAILABLE);
    first.onError(Status.UNAVAILABLE.asRuntimeException());
    StreamObserver<WatchServicesResponse> second = nextWatch();
    second.onNext(upserted(FEWER_REVIEWS));
    second.onNext(bookmark());
    awaitLines(4);
    assertThat(rig.out().lines().skip(2))
        .containsExactly(
            "service/east-1/bookinfo/reviews", "service/east-1/bookinfo/details removed");
    await().untilAsserted(() -> assertThat(rig.err()).contains("answers again"));
    assertThat(rig.err().lines()).hasSize(2);
    assertThat(rig.err()).contains("lost the hub", "trying again");
  }

  @Test
  void aListThatBreaksOffRemovesNothing() throws Exception {
    StreamObserver<WatchServicesResponse> first = watch("get", "services", "-w", "-o", "name");
    first.onNext(upserted(DETAILS));
    first.onNext(upserted(REVIEWS));
    first.onNext(bookmark());
    awaitLines(2);
    first.onCompleted();
    StreamObserver<WatchServicesResponse> second = nextWatch();
    second.onNext(upserted(DETAILS));
    second.onError(Status.UNAVAILABLE.asRuntimeException());
    StreamObserver<WatchServicesResponse> third = nextWatch();
    third.onNext(upserted(DETAILS));
    third.onNext(upserted(REVIEWS));
    third.onNext(bookmark());
    await().untilAsserted(() -> assertThat(rig.err()).contains("answers again"));
    assertThat(rig.out().lines()).hasSize(2);
  }

  @Test
  void aHubThatIsNotThereAtTheStartIsAFailure() {
    rig.hub.registry().failures.add(Status.UNAVAILABLE);
    assertThat(rig.run("get", "services", "-w")).isEqualTo(ExitCode.UNAVAILABLE);
  }

  @Test
  void aRefusalEndsTheWatch() throws Exception {
    StreamObserver<WatchServicesResponse> stream = watch("get", "services", "-w");
    stream.onNext(bookmark());
    stream.onError(Status.PERMISSION_DENIED.asRuntimeException());
    assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.AUTH);
  }

  @Test
  void clustersAreReadAgainAndAgainAndShownWhenTheyDiffer() throws Exception {
    Semaphore polls = new Semaphore(0);
    rig.hub.registry().clusters.add(SampleRegistry.cluster("east-1", 20));
    start(duration -> polls.acquire(), "get", "clusters", "-w", "-o", "name");
    awaitLines(1);
    rig.hub
        .registry()
        .clusters
        .set(0, SampleRegistry.cluster("east-1", 20).toBuilder().clearLastHeardTime().build());
    polls.release();
    await().until(() -> rig.hub.registry().pagesServed.get() == 2);
    rig.hub.registry().clusters.set(0, SampleRegistry.cluster("east-1", 21));
    polls.release();
    awaitLines(2);
    rig.hub.registry().clusters.clear();
    polls.release();
    awaitLines(3);
    assertThat(rig.out()).isEqualTo("cluster/east-1\ncluster/east-1\ncluster/east-1 removed\n");
  }

  @Test
  void anInterruptEndsItQuietly() throws Exception {
    StreamObserver<WatchServicesResponse> stream = watch("get", "services", "-w");
    stream.onNext(bookmark());
    if (watcher != null) {
      watcher.interrupt();
    }
    assertThat(exit.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(rig.err()).isEmpty();
  }

  private StreamObserver<WatchServicesResponse> watch(String... arguments) throws Exception {
    start(duration -> {}, arguments);
    return nextWatch();
  }

  private void start(Pause pause, String... arguments) {
    Thread thread =
        new Thread(() -> exit.complete(rig.run(rig.hub, pause, arguments)), "watch under test");
    thread.setDaemon(true);
    thread.start();
    watcher = thread;
  }

  private StreamObserver<WatchServicesResponse> nextWatch() throws InterruptedException {
    StreamObserver<WatchServicesResponse> next =
        rig.hub.registry().watches.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("a watch was opened").isNotNull();
    return java.util.Objects.requireNonNull(next);
  }

  private void awaitLines(int count) {
    await().untilAsserted(() -> assertThat(rig.out().lines()).hasSize(count));
  }

  private static WatchServicesResponse upserted(ServiceSummary service) {
    return event(WatchEvent.WATCH_EVENT_UPSERTED).setService(service).build();
  }

  private static WatchServicesResponse removed(String origin, String namespace, String name) {
    return event(WatchEvent.WATCH_EVENT_REMOVED)
        .setService(SampleRegistry.bare(origin, namespace, name))
        .build();
  }

  private static WatchServicesResponse bookmark() {
    return event(WatchEvent.WATCH_EVENT_BOOKMARK).build();
  }

  private static WatchServicesResponse.Builder event(WatchEvent event) {
    return WatchServicesResponse.newBuilder()
        .setEvent(event)
        .setRevision(
            dev.portolan.v1.Revision.newBuilder().setEpoch("00000000000000aa").setSequence(18));
  }
}
