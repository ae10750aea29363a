package dev.portolan.bench.wire;

import dev.portolan.server.push.engine.face.BytesMarshaller;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A subscriber on a delta stream and a connection of its own: reads every response, acknowledges
 * it, and says when it has got all of a change. Confined to its connection's thread.
 */
final class DeltaAgent extends ClientCall.Listener<Frame> {
  static final MethodDescriptor<byte[], Frame> METHOD =
      AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod().toBuilder(
              BytesMarshaller.INSTANCE,
              new MethodDescriptor.Marshaller<Frame>() {
                @Override
                public InputStream stream(Frame value) {
                  throw new UnsupportedOperationException("responses are only read");
                }

                @Override
                public Frame parse(InputStream stream) {
                  return Frame.read(stream);
                }
              })
          .build();

  private final AgentGroup group;
  private final Subscriptions subscriptions;
  private final ClientCall<byte[], Frame> call;
  private final byte[] marker;
  private final int restMillis;
  private boolean synced;
  private boolean fresh;

  DeltaAgent(
      AgentGroup group, ManagedChannel channel, Subscriptions subscriptions, int restMillis) {
    this.group = group;
    this.subscriptions = subscriptions;
    this.marker = subscriptions.marker().getBytes(StandardCharsets.UTF_8);
    this.restMillis = restMillis;
    this.call = channel.newCall(METHOD, CallOptions.DEFAULT);
  }

  void start() {
    call.start(this, new Metadata());
    call.request(1);
    subscriptions.requests().forEach(this::send);
  }

  private void send(byte[] request) {
    group.traffic().sent(request.length);
    call.sendMessage(request);
  }

  @Override
  public void onMessage(Frame frame) {
    boolean bookmark = marker.length > 0 && frame.isOf(marker);
    boolean completes = marker.length > 0 && frame.versioned();
    boolean marks = marker.length == 0 || bookmark || completes;
    group.traffic().received(frame.size(), bookmark ? 0 : frame.resourceBytes());
    send(completes ? frame.ack(marker) : frame.ack());
    requestNext();
    group.reader().read(frame);
    boolean carries = frame.resources() + frame.removed() > 0;
    fresh |= carries && !bookmark;
    if (marks && !synced) {
      synced = true;
      fresh = false;
      group.synced().arrived();
    } else if (marks && fresh) {
      fresh = false;
      group.updated().arrived();
    }
  }

  private void requestNext() {
    if (restMillis == 0) {
      call.request(1);
    } else {
      CompletableFuture.delayedExecutor(restMillis, TimeUnit.MILLISECONDS)
          .execute(() -> call.request(1));
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    group.ended(status);
  }
}
