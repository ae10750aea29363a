package dev.portolan.it.source;

import dev.portolan.it.peers.JavaProgram;
import dev.portolan.it.peers.Loopback;
import dev.portolan.it.peers.TiedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.jspecify.annotations.Nullable;

/**
 * A real ZooKeeper on loopback in a process of its own, that can be killed, paused and started
 * again on the same port, with its data or without. Confined to the test's thread.
 */
public final class ZooKeeperServer implements AutoCloseable {
  private static final int TICK_MILLIS = 500;

  private final Path directory;
  private final int port = Loopback.freePort();
  private @Nullable TiedProcess process;
  private @Nullable ZooKeeper client;

  private ZooKeeperServer(Path directory) {
    this.directory = directory;
  }

  /** Starts one that is empty. */
  public static ZooKeeperServer start(Path parent) throws IOException {
    Path directory = Files.createDirectories(parent.resolve("zookeeper"));
    ZooKeeperServer server = new ZooKeeperServer(directory);
    Files.writeString(
        directory.resolve("zoo.cfg"),
        """
        tickTime=%d
        dataDir=%s
        clientPort=%d
        clientPortAddress=%s
        maxClientCnxns=0
        admin.enableServer=false
        """
            .formatted(TICK_MILLIS, directory.resolve("data"), server.port, Loopback.HOST));
    server.run();
    return server;
  }

  /** Starts it again, with what it had. */
  public void run() {
    List<String> command =
        new ArrayList<>(
            JavaProgram.command(
                "org.apache.zookeeper.server.ZooKeeperServerMain",
                List.of(directory.resolve("zoo.cfg").toString())));
    command.add(1, "-Dzookeeper.forceSync=no");
    TiedProcess started = TiedProcess.start(directory, Map.of(), command);
    process = started;
    started.awaitReady(() -> client().exists("/", false) != null, Duration.ofMinutes(1));
  }

  /** Starts it again with nothing of what it had. */
  void runEmpty() throws IOException, InterruptedException {
    closeClient();
    try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    run();
  }

  public String connect() {
    return Loopback.HOST + ":" + port;
  }

  private ZooKeeper client() throws IOException {
    if (client == null) {
      client = new ZooKeeper(connect(), 20 * TICK_MILLIS, event -> {});
    }
    return client;
  }

  private interface Step {
    void run(ZooKeeper client) throws KeeperException, InterruptedException;
  }

  private void run(Step step) {
    try {
      step.run(client());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (KeeperException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes an ephemeral node, as those who register do, and whatever is above it. */
  public void register(String path, String data) {
    run(
        zooKeeper -> {
          for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String above = path.substring(0, slash);
            if (zooKeeper.exists(above, false) == null) {
              zooKeeper.create(
                  above, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }
          }
          zooKeeper.create(path, bytes(data), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        });
  }

  void change(String path, String data) {
    run(zooKeeper -> zooKeeper.setData(path, bytes(data), -1));
  }

  /** Takes a node away with all that is below it. */
  public void delete(String path) {
    run(zooKeeper -> ZKUtil.deleteRecursive(zooKeeper, path));
  }

  /** Only this identity may read the node. */
  void restrict(String path, String userAndPassword) {
    run(
        zooKeeper -> {
          try {
            Id reader =
                new Id("digest", DigestAuthenticationProvider.generateDigest(userAndPassword));
            // Not an immutable list: the client asks it whether it has null.
            zooKeeper.setACL(
                path, new ArrayList<>(List.of(new ACL(ZooDefs.Perms.ALL, reader))), -1);
          } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  void pause() {
    if (process != null) {
      process.pause();
    }
  }

  void goOn() {
    if (process != null) {
      process.goOn();
    }
  }

  /** As {@code kill -9} does. */
  public void kill() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /** The session of all that was registered ends. */
  void closeClient() throws InterruptedException {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
    closeClient();
  }
}
