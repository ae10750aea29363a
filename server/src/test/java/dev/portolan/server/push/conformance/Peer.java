package dev.portolan.server.push.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A raw client on one face: one stream if that is aggregated, else one for each type. Says what the
 * case says and answers nothing by itself.
 */
final class Peer {
  private static final Status ERROR =
      Status.newBuilder().setCode(3).setMessage("cannot have it").build();

  private static final int ENDLESS = 10_000;

  private final Stage stage;
  private final Node node;
  private final int window;
  private final BlockingQueue<Seen> inbox = new LinkedBlockingQueue<>();
  private final Map<String, Call<DeltaDiscoveryRequest>> deltas = new HashMap<>();
  private final Map<String, Call<DiscoveryRequest>> states = new HashMap<>();
  // Only for full subscriptions: what was last said and heard of a type.
  private final Map<String, Set<String>> wanted = new HashMap<>();
  private final Map<String, Seen> last = new HashMap<>();
  private final Map<String, Map<String, String>> held = new HashMap<>();

  Peer(Stage stage, Node node, int window) {
    this.stage = stage;
    this.node = node;
    this.window = window;
  }

  private static String key(Face face, String type) {
    return face.aggregated() ? "" : type;
  }

  Call<DeltaDiscoveryRequest> deltaCall(String type) {
    return deltas.computeIfAbsent(
        key(stage.face(), type),
        absent -> Call.delta(stage.channel(), Types.method(stage.face(), type), inbox, window));
  }

  Call<DiscoveryRequest> stateCall(String type) {
    return states.computeIfAbsent(
        key(stage.face(), type),
        absent -> Call.state(stage.channel(), Types.method(stage.face(), type), inbox, window));
  }

  /** Sends just this; the stream is the one of {@code type}, whatever the request says. */
  Peer send(String type, DeltaDiscoveryRequest.Builder request) {
    boolean first = !deltas.containsKey(key(stage.face(), type));
    if (first && !request.hasNode()) {
      request.setNode(node);
    }
    deltaCall(type).send(request.build());
    return this;
  }

  /** Sends just this; the stream is the one of {@code type}, whatever the request says. */
  Peer send(String type, DiscoveryRequest.Builder request) {
    boolean first = !states.containsKey(key(stage.face(), type));
    if (first && !request.hasNode()) {
      request.setNode(node);
    }
    stateCall(type).send(request.build());
    return this;
  }

  /** Asks for names besides those asked for already; for everything if it names none at first. */
  Peer subscribe(String type, String... names) {
    if (stage.face().delta()) {
      return send(type, delta(type).addAllResourceNamesSubscribe(List.of(names)));
    }
    wanted.computeIfAbsent(type, absent -> new LinkedHashSet<>()).addAll(List.of(names));
    return send(type, state(type));
  }

  Peer unsubscribe(String type, String... names) {
    if (stage.face().delta()) {
      return send(type, delta(type).addAllResourceNamesUnsubscribe(List.of(names)));
    }
    List.of(names).forEach(wanted.getOrDefault(type, Set.of())::remove);
    return send(type, state(type));
  }

  static DeltaDiscoveryRequest.Builder delta(String type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type);
  }

  /** The whole subscription as it stands, answering the last response. */
  DiscoveryRequest.Builder state(String type) {
    DiscoveryRequest.Builder request =
        DiscoveryRequest.newBuilder()
            .setTypeUrl(type)
            .addAllResourceNames(wanted.getOrDefault(type, Set.of()));
    Seen heard = last.get(type);
    return heard == null
        ? request
        : request.setResponseNonce(heard.nonce()).setVersionInfo(heard.versions().get(0));
  }

  Peer ack(Seen response) {
    return stage.face().delta()
        ? send(response.type(), delta(response.type()).setResponseNonce(response.nonce()))
        : send(response.type(), state(response.type()).setResponseNonce(response.nonce()));
  }

  Peer nack(Seen response) {
    if (stage.face().delta()) {
      return send(
          response.type(),
          delta(response.type()).setResponseNonce(response.nonce()).setErrorDetail(ERROR));
    }
    return send(
        response.type(),
        state(response.type())
            .setVersionInfo("")
            .setResponseNonce(response.nonce())
            .setErrorDetail(ERROR));
  }

  /** The next response, kept and not answered. */
  Seen next(String type) {
    try {
      Seen seen = inbox.poll(stage.patienceMillis(), TimeUnit.MILLISECONDS);
      if (seen == null) {
        throw new AssertionError("no response for " + type);
      }
      assertThat(seen.type()).isEqualTo(type);
      assertThat(seen.nonce()).isNotEmpty();
      last.put(type, seen);
      keep(seen);
      return seen;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next response, answered with an ACK. */
  Seen accept(String type) {
    Seen seen = next(type);
    ack(seen);
    return seen;
  }

  private void keep(Seen seen) {
    Map<String, String> names = held.computeIfAbsent(seen.type(), absent -> new TreeMap<>());
    if (!stage.face().delta() && !seen.type().equals(Types.EDS) && !seen.type().equals(Types.RDS)) {
      names.clear();
    }
    for (int i = 0; i < seen.names().size(); i++) {
      names.put(seen.names().get(i), seen.versions().get(i));
    }
    seen.removed().forEach(names::remove);
  }

  /** Name to version of what was sent and is not gone. */
  Map<String, String> held(String type) {
    return held.getOrDefault(type, Map.of());
  }

  /** Reads and accepts until nothing comes any more. */
  Peer acceptAll() {
    acceptAll(new ArrayList<>());
    return this;
  }

  /** Reads and accepts until nothing comes any more, and adds what it was. */
  void acceptAll(List<Seen> all) {
    stage.settle();
    while (!inbox.isEmpty()) {
      assertThat(all.size()).as("responses to nothing but acceptance").isLessThan(ENDLESS);
      all.add(accept(inbox.element().type()));
      stage.settle();
    }
  }

  /** Nothing came since the last response, which is not answered yet. */
  Seen quietSince(String type) {
    quiet();
    return Objects.requireNonNull(last.get(type));
  }

  /** Nothing is on its way. */
  Peer quiet() {
    stage.settle();
    assertThat(inbox).as("responses that should not have come").isEmpty();
    return this;
  }

  /** How the stream of a type ended. */
  io.grpc.Status ending(String type) {
    try {
      return (stage.face().delta() ? deltaCall(type).ended() : stateCall(type).ended())
          .get(stage.patienceMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError("the stream of " + type + " has not ended", e);
    }
  }

  void halfClose() {
    deltas.values().forEach(Call::halfClose);
    states.values().forEach(Call::halfClose);
  }

  void cancel() {
    deltas.values().forEach(Call::cancel);
    states.values().forEach(Call::cancel);
  }

  /** Takes more responses than the window that it began with. */
  void take(int more) {
    deltas.values().forEach(call -> call.take(more));
    states.values().forEach(call -> call.take(more));
  }
}
