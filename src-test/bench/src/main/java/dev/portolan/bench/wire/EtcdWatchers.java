package dev.portolan.bench.wire;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;

/** Watchers of all records of an etcd, each on a connection of its own. etcd wants no answers. */
public final class EtcdWatchers implements AutoCloseable {
  /** What all records' keys begin with. */
  public static final String PREFIX = "bench/";

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Crowd synced = new Crowd();

  private EtcdWatchers() {}

  /** Connects so many and waits until etcd has confirmed every watch. */
  public static EtcdWatchers connect(int port, int watchers, Latencies latencies) {
    EtcdWatchers group = new EtcdWatchers();
    Crowd.Wave all = group.synced.expect(watchers);
    for (int i = 0; i < watchers; i++) {
      ManagedChannel channel = Channels.to(port);
      group.channels.add(channel);
      group.open(channel, latencies);
    }
    all.last(60);
    return group;
  }

  private void open(ManagedChannel channel, Latencies latencies) {
    ClientCall<byte[], List<Integer>> call = channel.newCall(EtcdWire.WATCH, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          private boolean confirmed;

          @Override
          public void onMessage(List<Integer> numbers) {
            call.request(1);
            if (!confirmed) {
              confirmed = true;
              synced.arrived();
            }
            numbers.forEach(latencies::arrived);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            // Whoever counts its events notices.
          }
        },
        new Metadata());
    call.request(1);
    // '0' is the character after '/': everything that begins with the prefix.
    call.sendMessage(EtcdWire.watch(PREFIX, PREFIX.replace('/', '0')));
  }

  @Override
  public void close() {
    Channels.close(channels);
  }
}
