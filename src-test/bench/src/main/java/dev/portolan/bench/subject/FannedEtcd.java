package dev.portolan.bench.subject;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.wire.Channels;
import dev.portolan.bench.wire.EtcdWatchers;
import dev.portolan.bench.wire.EtcdWire;
import dev.portolan.bench.wire.Latencies;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A real etcd of one node that does not sync its disk: the setting that favours it. */
public final class FannedEtcd implements Fanned {
  private static final int VALUE_BYTES = 300;

  private final ServerProcess server;
  private final ManagedChannel channel;
  private final EtcdWatchers watchers;
  private final Latencies latencies;
  private final int writers;
  private final int records;

  private FannedEtcd(ServerProcess server, int writers, int watchers, int records) {
    this.server = server;
    this.writers = writers;
    this.records = records;
    this.channel = Channels.to(server.port());
    this.latencies = new Latencies(records);
    fill();
    this.watchers = EtcdWatchers.connect(server.port(), watchers, latencies);
  }

  /** Starts one, fills it and lets the watchers connect. */
  public static FannedEtcd start(Place place, int writers, int watchers, int records) {
    ServerProcess server = Etcd.start(place);
    try {
      return new FannedEtcd(server, writers, watchers, records);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void fill() {
    for (int turn = 0; turn < records / writers; turn++) {
      CompletableFuture<?>[] writes = new CompletableFuture<?>[writers];
      for (int writer = 0; writer < writers; writer++) {
        writes[writer] = write(writer, turn);
      }
      CompletableFuture.allOf(writes).join();
    }
  }

  @Override
  public String name() {
    return "etcd (no fsync, no answers)";
  }

  @Override
  public ServerProcess server() {
    return server;
  }

  @Override
  public Latencies latencies() {
    return latencies;
  }

  @Override
  public CompletableFuture<?> write(int writer, int turn) {
    int number = writer + turn % (records / writers) * writers;
    latencies.written(number);
    byte[] put =
        EtcdWire.put(
            String.format(Locale.ROOT, "%ssvc-%06d", EtcdWatchers.PREFIX, number),
            new byte[VALUE_BYTES]);
    CompletableFuture<Void> done = new CompletableFuture<>();
    Futures.addCallback(
        ClientCalls.futureUnaryCall(
            channel.newCall(EtcdWire.PUT, CallOptions.DEFAULT.withWaitForReady()), put),
        new FutureCallback<byte[]>() {
          @Override
          public void onSuccess(byte @Nullable [] response) {
            done.complete(null);
          }

          @Override
          public void onFailure(Throwable failure) {
            done.completeExceptionally(failure);
          }
        },
        MoreExecutors.directExecutor());
    return done;
  }

  @Override
  public void close() {
    watchers.close();
    Channels.close(List.of(channel));
    server.close();
  }
}
