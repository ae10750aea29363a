package dev.portolan.bench.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/**
 * ZooKeeper's own clients: one that writes, and watchers of all records, each on a connection of
 * its own. ZooKeeper wants no answers.
 */
public final class ZooKeeperClients implements AutoCloseable {
  private static final String ALL = "/bench";
  private static final int SESSION_MILLIS = 60_000;
  private static final int CONNECT_SECONDS = 60;

  private final List<ZooKeeper> clients = new ArrayList<>();
  private final byte[] value;

  private ZooKeeperClients(byte[] value) {
    this.value = value;
  }

  /**
   * Connects all, makes the records, and sets the watches.
   *
   * @param value of every record, not copied
   * @param arrived told the number of a record that a watcher is told of, on any thread
   */
  public static ZooKeeperClients connect(
      int port, int watchers, int records, byte[] value, IntConsumer arrived) {
    ZooKeeperClients all = new ZooKeeperClients(value);
    try {
      all.create(all.client(port), records);
      for (int i = 0; i < watchers; i++) {
        all.client(port)
            .addWatch(ALL, event -> tell(event, arrived), AddWatchMode.PERSISTENT_RECURSIVE);
      }
      return all;
    } catch (KeeperException e) {
      all.close();
      throw new IllegalStateException("ZooKeeper refused", e);
    } catch (InterruptedException e) {
      all.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private ZooKeeper client(int port) throws InterruptedException {
    CompletableFuture<Void> connected = new CompletableFuture<>();
    try {
      ZooKeeper client =
          new ZooKeeper(
              "127.0.0.1:" + port,
              SESSION_MILLIS,
              event -> {
                if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                  connected.complete(null);
                }
              });
      clients.add(client);
      connected.orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS).join();
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void create(ZooKeeper client, int records) throws KeeperException, InterruptedException {
    client.create(ALL, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    CompletableFuture<?>[] made = new CompletableFuture<?>[records];
    for (int i = 0; i < records; i++) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      made[i] = done;
      client.create(
          path(i),
          value,
          ZooDefs.Ids.OPEN_ACL_UNSAFE,
          CreateMode.PERSISTENT,
          (code, path, context, name) -> end(code, done),
          null);
    }
    CompletableFuture.allOf(made).join();
  }

  /** Writes a record; done when ZooKeeper has taken that. */
  public CompletableFuture<Void> write(int number) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    clients
        .get(0)
        .setData(path(number), value, -1, (code, path, context, stat) -> end(code, done), null);
    return done;
  }

  private static void end(int code, CompletableFuture<Void> done) {
    if (code == KeeperException.Code.OK.intValue()) {
      done.complete(null);
    } else {
      done.completeExceptionally(
          new IllegalStateException("ZooKeeper: " + KeeperException.Code.get(code)));
    }
  }

  private static void tell(WatchedEvent event, IntConsumer arrived) {
    String path = event.getPath();
    if (event.getType() == Watcher.Event.EventType.NodeDataChanged && path != null) {
      arrived.accept(Integer.parseInt(path.substring(path.lastIndexOf('-') + 1)));
    }
  }

  private static String path(int number) {
    return String.format(Locale.ROOT, "%s/svc-%06d", ALL, number);
  }

  @Override
  public void close() {
    for (ZooKeeper client : clients) {
      try {
        client.close();
      } catch (InterruptedException e) {
        // The others are to be closed all the same.
        Thread.currentThread().interrupt();
      }
    }
  }
}
