package dev.portolan.bench.wire;

import dev.portolan.server.push.engine.face.BytesMarshaller;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * Subscribers of bare gRPC streams with nothing behind them: each message is answered with a few
 * bytes.
 */
public final class PlainAgents implements AutoCloseable {
  /** Also what the server binds. */
  public static final MethodDescriptor<byte[], byte[]> METHOD =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName("bench.Plain/Stream")
          .setRequestMarshaller(BytesMarshaller.INSTANCE)
          .setResponseMarshaller(BytesMarshaller.INSTANCE)
          .build();

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Crowd synced = new Crowd();
  private final Crowd updated = new Crowd();
  private final Traffic traffic = new Traffic();

  private PlainAgents() {}

  /** Connects so many, each on a connection of its own, and waits until the server knows them. */
  public static PlainAgents connect(int port, int agents) {
    PlainAgents group = new PlainAgents();
    Crowd.Wave all = group.synced.expect(agents);
    for (int i = 0; i < agents; i++) {
      ManagedChannel channel = Channels.to(port);
      group.channels.add(channel);
      group.open(channel);
    }
    all.last(60);
    return group;
  }

  private void open(ManagedChannel channel) {
    ClientCall<byte[], byte[]> call = channel.newCall(METHOD, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          private boolean greeted;

          @Override
          public void onMessage(byte[] message) {
            call.request(1);
            if (greeted) {
              traffic.received(message.length, message.length);
              traffic.sent(RawReader.ACK_BYTES);
              call.sendMessage(new byte[RawReader.ACK_BYTES]);
              updated.arrived();
            } else {
              greeted = true;
              synced.arrived();
            }
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            // Whoever waits for its messages notices.
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(new byte[0]);
  }

  public int size() {
    return channels.size();
  }

  public Crowd updated() {
    return updated;
  }

  public Traffic traffic() {
    return traffic;
  }

  @Override
  public void close() {
    Channels.close(channels);
  }
}
