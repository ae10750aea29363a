package dev.portolan.bench.subject;

import dev.portolan.bench.process.Loopback;
import dev.portolan.bench.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real ZooKeeper of one server that does not sync its disk. */
public final class ZooKeeperProcess {
  private ZooKeeperProcess() {}

  /**
   * Starts one; it may not answer yet.
   *
   * @param heap mebibytes
   */
  public static ServerProcess start(Place place, int heap) {
    int port = Loopback.freePort();
    return ServerProcess.java(
        place.directory(),
        "zookeeper-" + port,
        port,
        heap,
        "-Dzookeeper.forceSync=no",
        "org.apache.zookeeper.server.ZooKeeperServerMain",
        configuration(place.fresh("zookeeper"), port).toString());
  }

  private static Path configuration(Path directory, int port) {
    try {
      Files.createDirectories(directory);
      return Files.writeString(
          directory.resolve("zoo.cfg"),
          """
          tickTime=2000
          dataDir=%s
          clientPort=%d
          clientPortAddress=127.0.0.1
          maxClientCnxns=0
          admin.enableServer=false
          """
              .formatted(directory.resolve("data"), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
