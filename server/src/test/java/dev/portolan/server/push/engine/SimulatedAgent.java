package dev.portolan.server.push.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.server.push.engine.DiscoveryRequest.Nack;
import dev.portolan.server.push.engine.DiscoveryRequest.Rejection;
import dev.portolan.server.push.engine.view.Listing;
import dev.portolan.server.push.engine.view.Point;
import dev.portolan.server.push.engine.view.ResponseCache;
import dev.portolan.server.push.engine.view.ScopeView;
import dev.portolan.server.push.engine.view.Variant;
import dev.portolan.server.push.history.Event;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An agent and its stream on one thread, with the network between them in the hands of the test:
 * answers wait, the way is blocked, the stream breaks, as it says.
 */
final class SimulatedAgent implements ViewWatcher, Outlet {
  private static final ResourceTypes TYPES =
      new ResourceTypes(
          Arrays.stream(ResourceType.values())
              .filter(type -> type != ResourceType.BOOKMARK)
              .map(ResourceType::typeUrl)
              .toList(),
          ResourceType.BOOKMARK.typeUrl());

  private final String cluster;
  private final boolean inlinePoints;
  private final ViewSource source;
  private final Pace pace =
      new Pace(
          new Turns(1, 1, Duration.ofSeconds(1), (delay, task) -> {}),
          Limits.STANDARD.bulkyBytes(),
          () -> stream().pump());
  private final ResponseCache cache = new ResponseCache(1 << 20);
  private final Deque<DeltaDiscoveryResponse> unanswered = new ArrayDeque<>();
  private final List<Event> history = new ArrayList<>();
  private Map<String, Map<String, Resource>> held = new TreeMap<>();
  private Map<String, Map<String, Resource>> heldAtMark = new TreeMap<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> nonces = new HashSet<>();
  private Optional<Point> mark = Optional.empty();
  private DeliveryLedger ledger = new DeliveryLedger();
  private boolean open = true;
  private boolean begun;
  private @Nullable PushStream stream;
  private @Nullable Ending ending;

  /**
   * Connects.
   *
   * @param inlinePoints it takes points from the responses that complete them
   */
  SimulatedAgent(String cluster, boolean inlinePoints, ViewSource source) {
    this.cluster = cluster;
    this.inlinePoints = inlinePoints;
    this.source = source;
    connect(Optional.empty(), false);
  }

  private void connect(Optional<Point> token, boolean versions) {
    Map<String, String> holds = new TreeMap<>();
    held.forEach(
        (type, names) ->
            names.forEach((name, resource) -> holds.put(type + name, resource.getVersion())));
    history.add(new Event.Connected(token.map(Point::sequence), holds));
    unanswered.clear();
    nonces.clear();
    ending = null;
    begun = false;
    ledger = new DeliveryLedger();
    PushStream fresh =
        new PushStream(
            TYPES,
            cache,
            Limits.STANDARD.stateBytes(),
            ledger,
            new Subscriber(cluster, token, inlinePoints),
            new StreamKind(Variant.INCREMENTAL, ""),
            this,
            pace);
    stream = fresh;
    source.attach(cluster, this);
    List<String> all = new ArrayList<>(TYPES.data());
    all.add(TYPES.bookmark());
    for (String type : all) {
      Map<String, String> known = new TreeMap<>();
      if (versions) {
        held.getOrDefault(type, Map.of())
            .forEach((name, resource) -> known.put(name, resource.getVersion()));
      }
      fresh.request(
          new DeltaRequest(
              type, List.of("*"), List.of(), Listings.of(known), "", Optional.empty()));
      fresh.pump();
    }
    if (ending == Ending.RESUME_IMPOSSIBLE) {
      reconnect(false, false);
    }
  }

  /** The stream breaks and another one is opened: by token when that may be, else by versions. */
  void reconnect(boolean byToken, boolean keepsNewer) {
    source.detach(cluster, this);
    if (byToken && mark.isPresent() && refused.isEmpty()) {
      // Some agents fall back to their last consistent point, others keep what came after it.
      held = keepsNewer ? held : copy(heldAtMark);
      connect(mark, false);
    } else {
      // What was refused is offered again, so the old point does not stand for what is held any
      // more.
      refused.clear();
      mark = Optional.empty();
      connect(Optional.empty(), true);
    }
  }

  void block(boolean blocked) {
    open = !blocked;
    stream().pump();
  }

  /** Answers the oldest response; false when there is none. */
  boolean answer() {
    DeltaDiscoveryResponse response = unanswered.poll();
    if (response == null) {
      return false;
    }
    List<Rejection> rejections = new ArrayList<>();
    for (Resource resource : response.getResourcesList()) {
      if (refuses(resource)) {
        rejections.add(new Rejection(resource.getName(), resource.getVersion(), "unlucky"));
      }
    }
    Optional<Nack> nack =
        rejections.isEmpty() ? Optional.empty() : Optional.of(new Nack("unlucky", rejections));
    if (nack.isEmpty() && marked(response).isPresent()) {
      confirm(response);
    } else {
      say(response.getTypeUrl(), response.getNonce(), nack);
    }
    stream().pump();
    return true;
  }

  // Half of the points are in force at once, the others some time after the response is accepted.
  private void confirm(DeltaDiscoveryResponse response) {
    if (response.getNonce().hashCode() % 2 == 0) {
      say(response.getTypeUrl(), response.getNonce(), Optional.empty());
    }
    say(TYPES.bookmark(), response.getNonce(), Optional.empty());
    assertThat(ledger.of(cluster).applied()).isEqualTo(marked(response));
  }

  private void say(String type, String nonce, Optional<Nack> nack) {
    stream().request(new DeltaRequest(type, List.of(), List.of(), Listing.NONE, nonce, nack));
  }

  /** The point that a response marks, by being a bookmark or by completing it. */
  private static Optional<Point> marked(DeltaDiscoveryResponse response) {
    String text =
        response.getTypeUrl().equals(TYPES.bookmark())
            ? response.getResources(0).getVersion()
            : response.getSystemVersionInfo();
    return RevisionCodec.parse(text).map(held -> new Point(held.epoch(), held.sequence()));
  }

  static boolean refuses(Resource resource) {
    return Math.floorMod((resource.getName() + resource.getVersion()).hashCode(), 13) == 0;
  }

  private PushStream stream() {
    if (stream == null) {
      throw new IllegalStateException("not connected");
    }
    return stream;
  }

  Map<String, Resource> held(ResourceType type) {
    return held.getOrDefault(type.typeUrl(), Map.of());
  }

  /** Names, with their type, that are not held as the hub has them. */
  Set<String> refused() {
    return refused;
  }

  Optional<Point> mark() {
    return mark;
  }

  /** The most responses that were ever unanswered per type, bookmarks aside. */
  void checkUnanswered() {
    Set<String> types = new HashSet<>();
    for (DeltaDiscoveryResponse response : unanswered) {
      boolean data = !response.getTypeUrl().equals(TYPES.bookmark());
      if (data && !types.add(response.getTypeUrl())) {
        throw new AssertionError("two unanswered responses of " + response.getTypeUrl());
      }
    }
  }

  @Override
  public void view(ScopeView view, long scopeSince) {
    stream().view(view, scopeSince);
    stream().pump();
  }

  @Override
  public void beat(ScopeView view) {
    stream().beat(view);
    stream().pump();
  }

  @Override
  public boolean ready() {
    return open;
  }

  @Override
  public void send(byte[] bytes) {
    DeltaDiscoveryResponse response = parse(bytes);
    if (!nonces.add(response.getNonce())) {
      throw new AssertionError("nonce " + response.getNonce() + " came twice");
    }
    unanswered.add(response);
    Optional<Point> point = marked(response);
    boolean data = !response.getTypeUrl().equals(TYPES.bookmark());
    if (data) {
      assertThat(point.isEmpty() || inlinePoints).as("points only for whom takes them").isTrue();
      assertThat(point.isEmpty() || begun).as("a stream's first point is a bookmark").isTrue();
      take(response);
    }
    begun |= !data;
    // Whoever refuses a part of a response does not take its point either.
    if (response.getResourcesList().stream().noneMatch(each -> data && refuses(each))) {
      point.ifPresent(this::reached);
    }
  }

  private void reached(Point point) {
    mark = Optional.of(point);
    history.add(new Event.Marked(point.sequence()));
    heldAtMark = copy(held);
  }

  private void take(DeltaDiscoveryResponse response) {
    String type = response.getTypeUrl();
    record(response);
    Map<String, Resource> names = held.computeIfAbsent(type, absent -> new TreeMap<>());
    for (Resource resource : response.getResourcesList()) {
      if (refuses(resource)) {
        refused.add(type + resource.getName());
      } else {
        refused.remove(type + resource.getName());
        names.put(resource.getName(), resource);
      }
    }
    for (String name : response.getRemovedResourcesList()) {
      refused.remove(type + name);
      names.remove(name);
    }
  }

  private void record(DeltaDiscoveryResponse response) {
    String type = response.getTypeUrl();
    Map<String, String> sent = new TreeMap<>();
    Set<String> unlucky = new HashSet<>();
    for (Resource resource : response.getResourcesList()) {
      sent.put(type + resource.getName(), resource.getVersion());
      if (refuses(resource)) {
        unlucky.add(type + resource.getName());
      }
    }
    List<String> removed =
        response.getRemovedResourcesList().stream().map(name -> type + name).toList();
    history.add(new Event.Received(response.getNonce(), sent, removed, unlucky));
  }

  /** What it saw since it was made. */
  List<Event> history() {
    return history;
  }

  private static DeltaDiscoveryResponse parse(byte[] bytes) {
    try {
      return DeltaDiscoveryResponse.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Map<String, Resource>> copy(Map<String, Map<String, Resource>> view) {
    Map<String, Map<String, Resource>> copy = new TreeMap<>();
    view.forEach((type, names) -> copy.put(type, new TreeMap<>(names)));
    return copy;
  }

  @Override
  public void requestNext() {}

  @Override
  public void end(Ending how, String message) {
    ending = how;
  }
}
