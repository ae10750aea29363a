package dev.portolan.bench.subject;

import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.wire.Latencies;
import dev.portolan.bench.wire.ZooKeeperClients;
import java.util.concurrent.CompletableFuture;

/**
 * A real ZooKeeper of one server that does not sync its disk: the setting that favours it. Its
 * events say which record is another now, and not what it is.
 */
public final class FannedZooKeeper implements Fanned {
  private static final int VALUE_BYTES = 300;

  private final ServerProcess server;
  private final ZooKeeperClients clients;
  private final Latencies latencies;
  private final int writers;
  private final int records;

  private FannedZooKeeper(ServerProcess server, int writers, int watchers, int records) {
    this.server = server;
    this.writers = writers;
    this.records = records;
    this.latencies = new Latencies(records);
    this.clients =
        ZooKeeperClients.connect(
            server.port(), watchers, records, new byte[VALUE_BYTES], latencies::arrived);
  }

  /**
   * Starts one, fills it and lets the watchers connect.
   *
   * @param heap mebibytes
   */
  public static FannedZooKeeper start(
      Place place, int heap, int writers, int watchers, int records) {
    ServerProcess server = ZooKeeperProcess.start(place, heap);
    try {
      return new FannedZooKeeper(server, writers, watchers, records);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return "ZooKeeper (no fsync, no answers, names only)";
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
  public CompletableFuture<Void> write(int writer, int turn) {
    int number = writer + turn % (records / writers) * writers;
    latencies.written(number);
    return clients.write(number);
  }

  @Override
  public void close() {
    clients.close();
    server.close();
  }
}
