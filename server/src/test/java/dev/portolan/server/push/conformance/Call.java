package dev.portolan.server.push.conformance;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One stream to a server, without any rule of its own.
 *
 * @param <Q> the request of the variant
 */
final class Call<Q> extends ClientCall.Listener<Object> {
  private final ClientCall<Q, Object> call;
  private final Function<Object, Seen> reader;
  private final BlockingQueue<Seen> inbox;
  private final CompletableFuture<Status> ended = new CompletableFuture<>();

  @SuppressWarnings("unchecked") // The response of a variant is read by that variant's reader.
  private Call(
      Channel channel,
      MethodDescriptor<Q, ?> like,
      String method,
      Function<Object, Seen> reader,
      BlockingQueue<Seen> inbox,
      int window) {
    this.reader = reader;
    this.inbox = inbox;
    MethodDescriptor<Q, Object> descriptor =
        (MethodDescriptor<Q, Object>) like.toBuilder().setFullMethodName(method).build();
    call = channel.newCall(descriptor, CallOptions.DEFAULT);
    call.start(this, new Metadata());
    call.request(window);
  }

  static Call<DeltaDiscoveryRequest> delta(
      Channel channel, String method, BlockingQueue<Seen> inbox, int window) {
    return new Call<>(
        channel,
        AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod(),
        method,
        response ->
            Seen.of((io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse) response),
        inbox,
        window);
  }

  static Call<DiscoveryRequest> state(
      Channel channel, String method, BlockingQueue<Seen> inbox, int window) {
    return new Call<>(
        channel,
        AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod(),
        method,
        response -> Seen.of((io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse) response),
        inbox,
        window);
  }

  void send(Q request) {
    call.sendMessage(request);
  }

  void take(int more) {
    call.request(more);
  }

  void halfClose() {
    call.halfClose();
  }

  void cancel() {
    call.cancel("the case hangs up", null);
  }

  CompletableFuture<Status> ended() {
    return ended;
  }

  @Override
  public void onMessage(Object message) {
    inbox.add(reader.apply(message));
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    ended.complete(status);
  }
}
