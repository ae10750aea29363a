package dev.portolan.server.push.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What changes between a subscriber's return and what it is sent. */
class ResumedStreamTest {
  private static final String DATA = "type.googleapis.com/test.Data";
  private static final String BOOKMARK = "type.googleapis.com/test.Bookmark";
  private static final String EPOCH = "00000000000000aa";

  private final Turns turns = new Turns(10, 10, Duration.ofSeconds(10), (delay, task) -> {});
  private final SlowOutlet outlet = new SlowOutlet();
  private final PushStream stream =
      new PushStream(
          new ResourceTypes(List.of(DATA), BOOKMARK),
          new ResponseCache(1 << 20),
          1 << 20,
          new DeliveryLedger(),
          new Subscriber("west-1", Optional.of(new Point(EPOCH, 2)), true),
          new StreamKind(Variant.INCREMENTAL, ""),
          outlet,
          new Pace(turns, 1 << 20, () -> {}));

  /** Not ready until it is told so. */
  private static final class SlowOutlet implements Outlet {
    private final List<DeltaDiscoveryResponse> sent = new ArrayList<>();
    private boolean ready;

    @Override
    public boolean ready() {
      return ready;
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
    public void requestNext() {}

    @Override
    public void end(Ending ending, String message) {
      throw new AssertionError(ending + ": " + message);
    }
  }

  private static DeltaRequest request(String type, List<String> subscribe, String nonce) {
    return new DeltaRequest(type, subscribe, List.of(), Listing.NONE, nonce, Optional.empty());
  }

  private static Map<String, Optional<EncodedResource>> all(int count, int content) {
    Map<String, Optional<EncodedResource>> all = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      ByteString bytes = ByteString.copyFromUtf8(i + "=" + content);
      all.put("n" + i, Optional.of(EncodedResource.of("n" + i, bytes, bytes)));
    }
    return all;
  }

  private void show(TypeView view) {
    Bookmark mark =
        Bookmark.of(BOOKMARK, new Point(EPOCH, view.sequence()), view.sequence(), ByteString.EMPTY);
    stream.view(new ScopeView(Map.of(DATA, view), mark), 0);
    stream.pump();
  }

  /** Lets everything be sent, and answers it. */
  private List<String> removed() {
    List<String> removed = new ArrayList<>();
    outlet.ready = true;
    stream.pump();
    while (!outlet.sent.isEmpty()) {
      DeltaDiscoveryResponse response = outlet.sent.remove(0);
      removed.addAll(response.getRemovedResourcesList());
      stream.request(request(response.getTypeUrl(), List.of(), response.getNonce()));
      stream.pump();
    }
    return removed;
  }

  private void resumeAt(TypeView view) {
    show(view);
    stream.request(request(DATA, List.of("*"), ""));
    stream.pump();
    stream.request(request(BOOKMARK, List.of("*"), ""));
    stream.pump();
  }

  @Test
  void whatGoesBeforeItIsSentAgainIsStillRemoved() {
    TypeView old = TypeView.start(1, List.of()).with(2, all(10, 1));
    TypeView changed = old.with(3, all(2, 2));
    resumeAt(changed);
    show(changed.with(4, Map.of("n1", Optional.empty(), "n7", Optional.empty())));

    assertThat(removed()).containsExactly("n1", "n7");
  }

  @Test
  void theSameWhenMostIsSentAgain() {
    TypeView old = TypeView.start(1, List.of()).with(2, all(10_000, 1));
    TypeView changed = old.with(3, all(9_000, 2));
    resumeAt(changed);
    show(changed.with(4, Map.of("n1", Optional.empty(), "n9999", Optional.empty())));

    assertThat(removed()).containsExactly("n1", "n9999");
  }

  @Test
  void whoeverMissedNothingIsSentWhatComesThen() {
    TypeView old = TypeView.start(1, List.of()).with(2, all(10, 1));
    resumeAt(old);
    show(old.with(3, Map.of("n1", Optional.empty())));

    assertThat(removed()).containsExactly("n1");
  }
}
