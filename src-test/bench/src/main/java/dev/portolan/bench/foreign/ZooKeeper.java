package dev.portolan.bench.foreign;

import dev.portolan.bench.process.ServerProcess;
import dev.portolan.bench.subject.Place;
import dev.portolan.bench.subject.ZooKeeperProcess;
import dev.portolan.bench.wire.ZooKeeperNodes;
import java.util.List;

/** A real ZooKeeper of one server that does not sync its disk. Its watch names a node. */
public final class ZooKeeper implements ForeignRegistry {
  private static final String SERVICES = "/services";
  private static final String FLOOR = "/others/one";
  private static final int HEAP = 256;

  private final ServerProcess server;
  private final ZooKeeperNodes nodes;

  private ZooKeeper(ServerProcess server, ZooKeeperNodes nodes) {
    this.server = server;
    this.nodes = nodes;
  }

  /** Starts one with nothing in it. */
  public static ZooKeeper start(Place place) {
    ServerProcess server = ZooKeeperProcess.start(place, HEAP);
    try {
      return new ZooKeeper(server, ZooKeeperNodes.connect(server.port(), FLOOR));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return "ZooKeeper";
  }

  @Override
  public String origin() {
    return "zookeeper";
  }

  @Override
  public List<String> source() {
    return List.of(
        "zookeeper",
        "--zookeeper.connect=127.0.0.1:" + server.port(),
        "--zookeeper.paths=" + SERVICES);
  }

  @Override
  public void move(int service, String address) {
    nodes.put(SERVICES + "/" + service(service) + "/one", instance(address));
  }

  @Override
  public double watched(String address) {
    return nodes.watched(instance(address)) / 1e6;
  }

  private static String instance(String address) {
    return "{\"address\":\"%s\",\"port\":8080}".formatted(address);
  }

  @Override
  public void close() {
    nodes.close();
    server.close();
  }
}
