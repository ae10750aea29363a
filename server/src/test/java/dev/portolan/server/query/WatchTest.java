package dev.portolan.server.query;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.clusterIn;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.control.SampleRecords.serviceKey;
import static dev.portolan.server.control.SampleRecords.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.HostMode;
import dev.portolan.v1.RegistryServiceGrpc;
import dev.portolan.v1.WatchServicesRequest;
import dev.portolan.v1.WatchServicesResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchTest {
  private final QueryRig rig = new QueryRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void beginsWithWhatIsThereAndABookmark() {
    rig.put(EAST, service(EAST, "reviews", 80));

    Reader reader = new Reader(WatchServicesRequest.getDefaultInstance(), Integer.MAX_VALUE);

    assertThat(reader.next()).isEqualTo("UPSERTED east-1/reviews @1");
    assertThat(reader.next()).isEqualTo("BOOKMARK @1");
  }

  @Test
  void tellsWhatChangesAndNothingElse() {
    rig.meshes(mesh("m", EAST));
    rig.put(EAST, service(EAST, "reviews", 80), service(EAST, "ratings", 80));
    WatchServicesRequest east = WatchServicesRequest.newBuilder().setOrigin("east-1").build();
    Reader reader = new Reader(east, Integer.MAX_VALUE);
    reader.until("BOOKMARK @2");

    rig.put(EAST, slice(EAST, "reviews", "a", 1));
    assertThat(reader.next()).isEqualTo("UPSERTED east-1/reviews @3");
    assertThat(reader.next()).isEqualTo("BOOKMARK @3");
    rig.put(WEST, service(WEST, "reviews", 80));
    assertThat(reader.next()).isEqualTo("BOOKMARK @4");
    rig.remove(EAST, serviceKey(EAST, "ratings"));
    assertThat(reader.next()).isEqualTo("REMOVED east-1/ratings @5");
    assertThat(reader.next()).isEqualTo("BOOKMARK @5");
  }

  @Test
  void aServiceLeavesAHostWithItsVirtualMesh() {
    rig.meshes(mesh("m", EAST, WEST));
    rig.put(EAST, service(EAST, "reviews", 80));
    Reader reader =
        new Reader(
            WatchServicesRequest.newBuilder()
                .setHost("reviews.bookinfo.svc.clusterset.local")
                .build(),
            Integer.MAX_VALUE);
    reader.until("BOOKMARK @2");

    rig.meshes(mesh("m", WEST));

    assertThat(reader.next()).isEqualTo("REMOVED east-1/reviews @3");
  }

  @Test
  void aServiceAtHomeIsShownAnewWhenADomainInItsNamesChanges() {
    rig.meshes(mesh("m", HostMode.MERGE, EAST, WEST));
    rig.put(EAST, service(EAST, "reviews", 80), clusterIn(EAST, "cluster.local"));
    Reader reader = new Reader(WatchServicesRequest.getDefaultInstance(), Integer.MAX_VALUE);
    Reader byHost =
        new Reader(
            WatchServicesRequest.newBuilder().setHost("reviews.bookinfo.svc.west.example").build(),
            Integer.MAX_VALUE);
    reader.until("BOOKMARK @2");
    byHost.until("BOOKMARK @2");

    rig.put(EAST, clusterIn(EAST, "east.example"));
    assertThat(reader.next()).isEqualTo("UPSERTED east-1/reviews @3");
    assertThat(reader.next()).isEqualTo("BOOKMARK @3");

    rig.put(WEST, clusterIn(WEST, "west.example"));
    byHost.until("UPSERTED east-1/reviews @4");
  }

  @Test
  void aSlowReaderGetsTheLastStateOfWhatItMissed() {
    rig.put(EAST, service(EAST, "reviews", 80));
    Reader reader = new Reader(WatchServicesRequest.getDefaultInstance(), 1);
    assertThat(reader.next()).isEqualTo("UPSERTED east-1/reviews @1");
    for (int port = 81; port < 100; port++) {
      rig.put(EAST, service(EAST, "reviews", port));
    }
    rig.put(EAST, service(EAST, "ratings", 80));
    rig.remove(EAST, serviceKey(EAST, "ratings"));

    reader.ready(100);

    // The round that had begun, then all that was missed in one.
    assertThat(reader.next()).isEqualTo("BOOKMARK @1");
    assertThat(reader.next()).isEqualTo("UPSERTED east-1/reviews @22");
    assertThat(reader.next()).isEqualTo("BOOKMARK @22");
  }

  @Test
  void endsWhenTheHubGoesAway() {
    Reader reader = new Reader(WatchServicesRequest.getDefaultInstance(), Integer.MAX_VALUE);
    reader.until("BOOKMARK @0");

    rig.snapshots().close();

    assertThat(Status.fromThrowable(reader.failure()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  /** Reads a watch, only as much as it is told to. */
  private final class Reader
      implements ClientResponseObserver<WatchServicesRequest, WatchServicesResponse> {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final int first;
    private @Nullable ClientCallStreamObserver<WatchServicesRequest> call;

    Reader(WatchServicesRequest request, int first) {
      this.first = first;
      RegistryServiceGrpc.newStub(rig.channel()).watchServices(request, this);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchServicesRequest> started) {
      call = started;
      started.disableAutoRequestWithInitial(first);
    }

    void ready(int more) {
      if (call != null) {
        call.request(more);
      }
    }

    String next() {
      try {
        String event = events.poll(10, TimeUnit.SECONDS);
        if (event == null) {
          throw new AssertionError("no event");
        }
        return event;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** Takes events up to this one; how many were no bookmarks. */
    int until(String last) {
      int others = 0;
      String event = next();
      while (!event.equals(last)) {
        others += event.startsWith("BOOKMARK") ? 0 : 1;
        event = next();
      }
      return others;
    }

    Throwable failure() {
      return failure.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void onNext(WatchServicesResponse response) {
      var service = response.getService().getService();
      String name =
          response.hasService() ? " " + service.getOrigin() + "/" + service.getName() : "";
      events.add(
          "%s%s @%d"
              .formatted(
                  response.getEvent().name().replace("WATCH_EVENT_", ""),
                  name,
                  response.getRevision().getSequence()));
    }

    @Override
    public void onError(Throwable cause) {
      failure.complete(cause);
    }

    @Override
    public void onCompleted() {
      failure.complete(new AssertionError("the watch ended in good order"));
    }
  }
}
