package dev.portolan.bench.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** ZooKeeper's own client for single nodes, and a persistent watch of one. Used by one thread. */
public final class ZooKeeperNodes implements AutoCloseable {
  private static final int SESSION_MILLIS = 60_000;
  private static final int SECONDS = 60;

  private final ZooKeeper client;
  private final String watched;
  private final BlockingQueue<Long> told = new ArrayBlockingQueue<>(1);

  private ZooKeeperNodes(ZooKeeper client, String watched) {
    this.client = client;
    this.watched = watched;
  }

  /**
   * Connects.
   *
   * @param watched a node that is made, and watched
   */
  public static ZooKeeperNodes connect(int port, String watched) {
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
      ZooKeeperNodes nodes = new ZooKeeperNodes(client, watched);
      connected.orTimeout(SECONDS, TimeUnit.SECONDS).join();
      nodes.put(watched, "");
      nodes.run(() -> client.addWatch(watched, nodes::tell, AddWatchMode.PERSISTENT_RECURSIVE));
      return nodes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a node, and makes what is above it. */
  public void put(String path, String data) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    run(
        () -> {
          if (client.exists(path, false) == null) {
            make(path);
          }
          var unused = client.setData(path, bytes, -1);
        });
  }

  /** Writes the node that is watched; nanoseconds until the watch has told that. */
  public long watched(String data) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    told.clear();
    long begin = System.nanoTime();
    client.setData(watched, bytes, -1, (code, path, context, stat) -> {}, null);
    try {
      Long at = told.poll(SECONDS, TimeUnit.SECONDS);
      if (at == null) {
        throw new IllegalStateException("ZooKeeper's watch told nothing within " + SECONDS + " s");
      }
      return at - begin;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void tell(WatchedEvent event) {
    if (event.getType() == Watcher.Event.EventType.NodeDataChanged) {
      // Nobody waits for a second one.
      var unused = told.offer(System.nanoTime());
    }
  }

  private void make(String path) throws KeeperException, InterruptedException {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      String above = path.substring(0, slash);
      if (client.exists(above, false) == null) {
        create(above);
      }
    }
    create(path);
  }

  private void create(String path) throws KeeperException, InterruptedException {
    client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  private interface Step {
    void run() throws KeeperException, InterruptedException;
  }

  private void run(Step step) {
    try {
      step.run();
    } catch (KeeperException e) {
      throw new IllegalStateException("ZooKeeper refused", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
