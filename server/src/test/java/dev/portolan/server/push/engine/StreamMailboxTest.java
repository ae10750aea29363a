package dev.portolan.server.push.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.server.push.engine.view.Bookmark;
import dev.portolan.server.push.engine.view.EncodedResource;
import dev.portolan.server.push.engine.view.Listing;
import dev.portolan.server.push.engine.view.Point;
import dev.portolan.server.push.engine.view.ResponseCache;
import dev.portolan.server.push.engine.view.ScopeView;
import dev.portolan.server.push.engine.view.TypeView;
import dev.portolan.server.push.engine.view.Variant;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a stream looks at what is left for it; here its thread never does so by itself. */
@Timeout(60)
class StreamMailboxTest {
  private static final String DATA = "type.googleapis.com/test.Data";
  private static final String BOOKMARK = "type.googleapis.com/test.Bookmark";
  private static final ResourceTypes TYPES = new ResourceTypes(List.of(DATA), BOOKMARK);

  private final PushThread thread = PushThread.start("test-push", Duration.ofHours(1));
  private final DeliveryLedger ledger = new DeliveryLedger();
  private final FakeOutlet outlet = new FakeOutlet();
  private final Turns turns = new Turns(10, 10, Duration.ofSeconds(10), (delay, task) -> {});
  private final StreamMailbox mailbox =
      new StreamMailbox(
          thread,
          outlet,
          "west-1",
          new Admission(Limits.STANDARD, (delay, task) -> {}).enter(() -> {}),
          closed -> {});
  private TypeView data = TypeView.EMPTY;
  private int sequence;

  private static final class FakeOutlet implements Outlet {
    private final List<DeltaDiscoveryResponse> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger requested = new AtomicInteger();

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void send(byte[] response) {
      try {
        sent.add(DeltaDiscoveryResponse.parseFrom(response));
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void requestNext() {
      requested.incrementAndGet();
    }

    @Override
    public void end(Ending ending, String message) {
      throw new AssertionError(ending + ": " + message);
    }
  }

  @BeforeEach
  void openAndInSync() {
    mailbox.begin(
        new PushStream(
            TYPES,
            new ResponseCache(1 << 20),
            1 << 20,
            ledger,
            new Subscriber("west-1", Optional.empty(), true),
            new StreamKind(Variant.INCREMENTAL, ""),
            outlet,
            new Pace(turns, 1 << 20, mailbox::wake)));
    change();
    assertThat(mailbox.request(request(DATA, List.of("*"), ""))).isFalse();
    settle();
    assertThat(mailbox.request(request(BOOKMARK, List.of("*"), ""))).isFalse();
    settle();
    mailbox.request(ack(outlet.sent.get(0)));
    mailbox.request(ack(outlet.sent.get(1)));
    settle();
    outlet.sent.clear();
    outlet.requested.set(0);
  }

  @AfterEach
  void close() {
    thread.close();
  }

  private void settle() {
    CompletableFuture.runAsync(() -> {}, thread).orTimeout(10, TimeUnit.SECONDS).join();
    await().until(thread::rests);
  }

  private void change() {
    sequence++;
    EncodedResource resource =
        EncodedResource.of("a", ByteString.copyFromUtf8("v" + sequence), ByteString.EMPTY);
    data = data.with(sequence, Map.of("a", Optional.of(resource)));
    Point point = new Point("00000000000000aa", sequence);
    Bookmark mark = Bookmark.of(BOOKMARK, point, sequence, ByteString.EMPTY);
    mailbox.view(new ScopeView(Map.of(DATA, data), mark), 0);
  }

  private static DeltaRequest request(String type, List<String> subscribe, String nonce) {
    return new DeltaRequest(type, subscribe, List.of(), Listing.NONE, nonce, Optional.empty());
  }

  private static DeltaRequest ack(DeltaDiscoveryResponse response) {
    return request(response.getTypeUrl(), List.of(), response.getNonce());
  }

  private DeltaRequest confirmation(int response) {
    return request(BOOKMARK, List.of(), outlet.sent.get(response).getNonce());
  }

  private long applied() {
    return ledger.of("west-1").applied().map(Point::sequence).orElse(0L);
  }

  @Test
  void anAckThatLetsNothingBeSentWaitsForOtherNews() {
    change();
    settle();
    assertThat(mailbox.request(confirmation(0))).isTrue();
    assertThat(applied()).isEqualTo(1);

    change();
    settle();
    assertThat(applied()).isEqualTo(2);
    assertThat(outlet.sent).hasSize(2);
  }

  @Test
  void anAckThatLetsSomethingBeSentIsTakenAtOnce() {
    change();
    settle();
    change();
    settle();
    assertThat(outlet.sent).hasSize(1);

    mailbox.request(confirmation(0));
    await().until(() -> outlet.sent.size() == 2);
  }

  @Test
  void anAckTheStreamIsNotInAHurryForIsTakenWithOneThatItIsInAHurryFor() {
    change();
    settle();
    mailbox.request(confirmation(0));
    mailbox.wake();
    await().until(() -> applied() == 2);
  }

  @Test
  void acksAreReadAheadUpToABound() {
    for (int i = 1; i < StreamMailbox.MAX_WAITING; i++) {
      assertThat(mailbox.request(request(DATA, List.of(), "n" + i))).isTrue();
    }
    assertThat(outlet.requested).hasValue(0);
    assertThat(mailbox.request(request(DATA, List.of(), "last"))).isFalse();
    await().until(() -> outlet.requested.get() == 1);
    settle();
    assertThat(mailbox.request(request(DATA, List.of(), "next"))).isTrue();
  }

  @Test
  void whatIsMoreThanAnAckIsDealtWithBeforeTheNextIsRead() {
    assertThat(mailbox.request(request(DATA, List.of("b"), ""))).isFalse();
    await().until(() -> outlet.requested.get() == 1);
  }

  @Test
  void whoeverIsNotToBeReadAndIsSaysSo() {
    thread.close();
    mailbox.request(request(DATA, List.of("b"), ""));
    assertThatThrownBy(() -> mailbox.request(request(DATA, List.of("c"), "")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("west-1");
  }
}
