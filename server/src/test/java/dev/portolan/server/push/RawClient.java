package dev.portolan.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import dev.portolan.wire.xds.Rejection;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A delta client that does just what the test says, and keeps the resources it was sent. Answers
 * nothing by itself.
 */
final class RawClient {
  static final String SERVICE = ResourceType.SERVICE.typeUrl();
  static final String CLUSTER = ResourceType.CLUSTER.typeUrl();
  static final String MESH = ResourceType.VIRTUAL_MESH.typeUrl();
  static final String CAPACITY = ResourceType.CAPACITY.typeUrl();
  static final String SLICE = ResourceType.SLICE.typeUrl();
  static final String BOOKMARK = ResourceType.BOOKMARK.typeUrl();
  private static final String FENCE = "type.googleapis.com/test.Fence";

  private final BlockingQueue<DeltaDiscoveryResponse> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<io.grpc.Status> ended = new CompletableFuture<>();
  private volatile @Nullable Throwable failure;
  private final Map<String, Map<String, String>> held = new TreeMap<>();
  private final ClientCallStreamObserver<DeltaDiscoveryRequest> requests;
  private final Node node;
  private boolean first = true;
  private int fences;

  RawClient(Channel channel, Node node) {
    this(channel, node, Integer.MAX_VALUE);
  }

  /** A client that takes so many responses and no more until {@link #take}. */
  RawClient(Channel channel, Node node, int window) {
    this.node = node;
    Listener listener = new Listener(window);
    AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(listener);
    requests = listener.stream();
  }

  /** Sends a request; the first one on the stream carries the node. */
  RawClient send(DeltaDiscoveryRequest.Builder request) {
    if (first) {
      request.setNode(node);
      first = false;
    }
    requests.onNext(request.build());
    return this;
  }

  RawClient subscribe(String type, String... names) {
    return send(request(type).addAllResourceNamesSubscribe(List.of(names)));
  }

  RawClient unsubscribe(String type, String... names) {
    return send(request(type).addAllResourceNamesUnsubscribe(List.of(names)));
  }

  /** Subscribes to everything of a type and says what it holds. */
  RawClient reconnect(String type, Map<String, String> versions) {
    return send(request(type).putAllInitialResourceVersions(versions));
  }

  static DeltaDiscoveryRequest.Builder request(String type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type);
  }

  /** The next response, of this type, kept and not answered. */
  DeltaDiscoveryResponse next(String type) {
    try {
      DeltaDiscoveryResponse response = responses.poll(10, TimeUnit.SECONDS);
      if (response == null) {
        throw new AssertionError("no response of " + type + "; ended: " + ended.getNow(null));
      }
      assertThat(response.getTypeUrl()).isEqualTo(type);
      keep(response);
      return response;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next response, answered with an ACK. */
  DeltaDiscoveryResponse accept(String type) {
    DeltaDiscoveryResponse response = next(type);
    ack(response);
    return response;
  }

  private void keep(DeltaDiscoveryResponse response) {
    assertThat(response.getNonce()).isNotEmpty();
    Map<String, String> names =
        held.computeIfAbsent(response.getTypeUrl(), type -> new TreeMap<>());
    for (Resource resource : response.getResourcesList()) {
      names.put(resource.getName(), resource.getVersion());
    }
    response.getRemovedResourcesList().forEach(names::remove);
  }

  /** Starts from what an earlier client held. */
  RawClient holding(RawClient earlier) {
    earlier.held.forEach((type, names) -> held.put(type, new TreeMap<>(names)));
    return this;
  }

  /** Name to version of what was sent and not removed. */
  Map<String, String> held(String type) {
    return held.getOrDefault(type, Map.of());
  }

  void ack(DeltaDiscoveryResponse response) {
    send(request(response.getTypeUrl()).setResponseNonce(response.getNonce()));
  }

  /** The point that the response marks is in force. */
  void confirm(DeltaDiscoveryResponse response) {
    send(request(BOOKMARK).setResponseNonce(response.getNonce()));
  }

  void nack(DeltaDiscoveryResponse response, Rejection... rejections) {
    Status error =
        rejections.length == 0
            ? Status.newBuilder().setCode(3).setMessage("cannot have it").build()
            : Rejection.nack(Arrays.asList(rejections));
    send(
        request(response.getTypeUrl()).setResponseNonce(response.getNonce()).setErrorDetail(error));
  }

  /** Nothing is on its way: an answer that is surely given now is the next one. */
  RawClient expectNothing() {
    String type = FENCE + fences++;
    subscribe(type);
    DeltaDiscoveryResponse fence = accept(type);
    assertThat(fence.getResourcesList()).isEmpty();
    return this;
  }

  /** Nothing has come that the test has not seen. */
  boolean isQuiet() {
    return responses.isEmpty();
  }

  /** Takes one more response. */
  void take() {
    requests.request(1);
  }

  void halfClose() {
    requests.onCompleted();
  }

  void cancel() {
    requests.cancel("the test hangs up", null);
  }

  /** How the stream ended. */
  io.grpc.Status ending() {
    return ended.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** What ended it, after {@link #ending}. */
  Throwable failure() {
    Throwable cause = failure;
    return cause == null ? new AssertionError("the stream has not failed") : cause;
  }

  private final class Listener
      implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
    private final int window;
    private @Nullable ClientCallStreamObserver<DeltaDiscoveryRequest> stream;

    Listener(int window) {
      this.window = window;
    }

    ClientCallStreamObserver<DeltaDiscoveryRequest> stream() {
      if (stream == null) {
        throw new IllegalStateException("the call has not begun");
      }
      return stream;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> starting) {
      stream = starting;
      starting.disableAutoRequestWithInitial(window);
    }

    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      responses.add(response);
    }

    @Override
    public void onError(Throwable cause) {
      failure = cause;
      ended.complete(io.grpc.Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
      ended.complete(io.grpc.Status.OK);
    }
  }
}
