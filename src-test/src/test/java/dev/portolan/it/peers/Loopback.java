package dev.portolan.it.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** The only host that tests listen on. */
public final class Loopback {
  public static final String HOST = "127.0.0.1";

  // Below the range from which systems take the ports of outgoing connections: such a connection
  // could take a port between our look at it and the server's bind.
  private static final int FIRST_PORT = 20_000;
  private static final int END_PORT = 32_000;

  private Loopback() {}

  /** A port on which nobody listens now. Two callers hardly ever get the same one. */
  public static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_PORT);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (IOException taken) {
        // the next one, then
      }
    }
  }

  static String httpUrl(int port) {
    return "http://" + HOST + ":" + port;
  }
}
