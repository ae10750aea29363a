package dev.portolan.bench.subject;

import dev.portolan.bench.process.Loopback;
import dev.portolan.bench.process.ServerProcess;
import java.util.List;

/** A real etcd of one node that does not sync its disk. */
public final class Etcd {
  private Etcd() {}

  /** Starts one; it may not answer yet. */
  public static ServerProcess start(Place place) {
    int port = Loopback.freePort();
    String url = url(port);
    String any = url(0);
    return ServerProcess.program(
        place.directory(),
        "etcd-" + port,
        port,
        List.of(
            place.parts().etcd(),
            "--name=bench",
            "--data-dir=" + place.fresh("etcd"),
            "--unsafe-no-fsync",
            "--log-level=warn",
            "--listen-client-urls=" + url,
            "--advertise-client-urls=" + url,
            "--listen-peer-urls=" + any,
            "--initial-advertise-peer-urls=" + any,
            "--initial-cluster=bench=" + any));
  }

  /** Where it is spoken to. */
  public static String url(int port) {
    return "http://127.0.0.1:" + port;
  }
}
