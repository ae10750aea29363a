package dev.portolan.server.push;

import static dev.portolan.server.control.SampleRecords.EAST;
import static dev.portolan.server.control.SampleRecords.WEST;
import static dev.portolan.server.control.SampleRecords.cluster;
import static dev.portolan.server.control.SampleRecords.mesh;
import static dev.portolan.server.control.SampleRecords.service;
import static dev.portolan.server.push.RawClient.CLUSTER;
import static dev.portolan.server.push.RawClient.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.RetryInfo;
import dev.portolan.registry.Resource;
import dev.portolan.server.push.engine.Limits;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What streams may cost together. */
@Timeout(60)
class PacingTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private static TestHub hub(int streams, int opening, int waiting, int bulky, Duration lapse) {
    TestHub hub =
        new TestHub(new Limits(streams, opening, waiting, lapse, bulky, 32 << 10, lapse, 32 << 20));
    hub.registry.open(TestRegistry.EPOCH);
    List<Resource> many = new ArrayList<>();
    many.add(mesh("shop", EAST, WEST));
    many.add(cluster(EAST, "one"));
    many.add(cluster(WEST, "two"));
    for (int i = 0; i < 4000; i++) {
      many.add(service(EAST, "service-" + i, 1 + i));
    }
    hub.registry.change(many, List.of());
    return hub.settle();
  }

  private static void readAll(RawClient client) {
    while (client.held(SERVICE).size() < 4000) {
      client.accept(SERVICE);
      client.take();
    }
  }

  @Test
  void aStreamBeyondTheLimitIsToldWhenToComeBack() throws Exception {
    try (TestHub hub = hub(1, 4, 4, 4, LONG)) {
      RawClient first = hub.connect("west-1");
      first.subscribe(CLUSTER).accept(CLUSTER);
      RawClient second = hub.connect("east-1");
      assertThat(second.ending().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      com.google.rpc.Status detail = StatusProto.fromThrowable(second.failure());
      assertThat(detail).isNotNull();
      assertThat(detail.getDetails(1).unpack(RetryInfo.class).getRetryDelay().getSeconds())
          .isBetween(5L, 15L);

      first.cancel();
      first.ending();
      RawClient third = hub.connect("east-1");
      third.subscribe(CLUSTER).accept(CLUSTER);
    }
  }

  @Test
  void aStreamIsNotReadBeforeItsTurnToOpen() {
    try (TestHub hub = hub(10, 1, 10, 4, LONG)) {
      RawClient first = hub.connect("west-1");
      RawClient second = hub.connect("east-1");
      second.subscribe(CLUSTER);
      first.subscribe(CLUSTER);
      // The first has not answered anything yet: it may still have much to say.
      first.next(CLUSTER);
      hub.settle();
      assertThat(second.isQuiet()).isTrue();
      first.subscribe(SERVICE, "unknown").accept(SERVICE);
      second.accept(CLUSTER);
    }
  }

  @Test
  void largeResponsesTakeTurnsAndSmallOnesOvertakeThem() {
    try (TestHub hub = hub(10, 10, 10, 1, LONG)) {
      RawClient running = hub.connect("west-1");
      running.subscribe(CLUSTER).accept(CLUSTER);
      RawClient slow = hub.connect("west-1", 1);
      slow.subscribe(SERVICE).next(SERVICE);
      RawClient other = hub.connect("west-1", 1);
      other.subscribe(SERVICE);

      hub.registry.put(cluster(EAST, "three"));
      running.accept(CLUSTER);
      hub.settle();
      assertThat(other.isQuiet()).isTrue();

      slow.take();
      readAll(slow);
      readAll(other);
    }
  }

  @Test
  void whoReadsSlowlyDoesNotStopTheOthers() {
    try (TestHub hub = hub(10, 10, 10, 1, Duration.ofMillis(50))) {
      RawClient slow = hub.connect("west-1", 1);
      slow.subscribe(SERVICE).next(SERVICE);
      RawClient other = hub.connect("west-1", 1);
      other.subscribe(SERVICE);
      readAll(other);
      slow.take();
      readAll(slow);
    }
  }
}
