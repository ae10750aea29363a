package dev.portolan.it.faults;

import dev.portolan.it.faults.Passage.Mode;
import dev.portolan.it.peers.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A way over TCP to a port of this machine, which can be disturbed: whoever is to use it connects
 * to {@link #address}. Knows nothing of what it carries. Thread-safe.
 */
final class FaultyLink implements AutoCloseable {
  private static final int UNTORN = Integer.MAX_VALUE;
  private static final Duration ACCEPT_ENDS = Duration.ofSeconds(5);

  private final int target;
  private final int port = Loopback.freePort();
  private final Passage up = new Passage();
  private final Passage down = new Passage();
  private final Set<LinkConnection> connections = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket listener;
  private @Nullable Thread accepting;
  // Bytes that still come through before a connection is torn.
  private int tearAfter = UNTORN;

  /** A link that works. */
  FaultyLink(int target) {
    this.target = target;
    listen();
  }

  String address() {
    return Loopback.HOST + ":" + port;
  }

  private synchronized void listen() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      listener = opened;
      Thread thread = new Thread(() -> accept(opened), "link-listener");
      thread.setDaemon(true);
      thread.start();
      accepting = thread;
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port, e);
    }
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        connect(from.accept());
      } catch (IOException e) {
        // Closed, or somebody gave up while connecting.
      }
    }
  }

  private void connect(Socket near) throws IOException {
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      LinkConnection connection = new LinkConnection(this, near, far);
      connections.add(connection);
      connection.start();
    } catch (IOException e) {
      // Nobody listens there: here it looks the same.
      near.setSoLinger(true, 0);
      near.close();
    }
  }

  Passage up() {
    return up;
  }

  Passage down() {
    return down;
  }

  /** How many of so many bytes come through before the connection is torn. */
  synchronized int untorn(int bytes) {
    if (tearAfter == UNTORN) {
      return bytes;
    }
    int whole = Math.min(bytes, tearAfter);
    tearAfter = whole < bytes ? UNTORN : tearAfter - whole;
    return whole;
  }

  void forget(LinkConnection connection) {
    connections.remove(connection);
  }

  /** How many connections there are. */
  int connections() {
    return connections.size();
  }

  /** All connections end in good order. */
  void cut() {
    List.copyOf(connections).forEach(LinkConnection::close);
  }

  /** All connections are reset. */
  void reset() {
    List.copyOf(connections).forEach(LinkConnection::reset);
  }

  /** A connection is reset when so many bytes more have come through, whatever they are part of. */
  synchronized void tearAfter(int bytes) {
    tearAfter = bytes;
  }

  /** Whether no connection is to be torn any more. */
  synchronized boolean torn() {
    return tearAfter == UNTORN;
  }

  /** Nothing passes in these directions and nobody is told; what is sent waits until it heals. */
  void stall(boolean upwards, boolean downwards) {
    block(Mode.STALLED, upwards, downwards);
  }

  /**
   * What is sent in these directions is taken and lost. When the link heals, connections that lost
   * something are reset, as by a machine that knows nothing of them.
   */
  void swallow(boolean upwards, boolean downwards) {
    block(Mode.SWALLOWING, upwards, downwards);
  }

  private void block(Mode mode, boolean upwards, boolean downwards) {
    if (upwards) {
      up.become(mode);
    }
    if (downwards) {
      down.become(mode);
    }
  }

  /**
   * The connections that there are lead nowhere any more and nobody is told; new ones work. As
   * where something between the two has forgotten them.
   */
  void forgetConnections() {
    connections.forEach(LinkConnection::forgotten);
  }

  /** Both directions take longer. */
  void slow(Duration delay, int bytesPerSecond) {
    up.slow(delay, bytesPerSecond);
    down.slow(delay, bytesPerSecond);
  }

  /** The connections are reset, and nobody can connect. */
  synchronized void refuse() {
    if (listener != null && accepting != null) {
      try {
        listener.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      awaitEnd(accepting);
      listener = null;
    }
    reset();
  }

  // While somebody waits in accept(2) the port stays open, although its socket is closed.
  private static void awaitEnd(Thread accepting) {
    try {
      accepting.join(ACCEPT_ENDS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As it should be. */
  void heal() {
    tearAfter(UNTORN);
    // What is lost up to here is known to be; nothing more is from here on.
    stall(true, true);
    List.copyOf(connections).stream().filter(LinkConnection::lossy).forEach(LinkConnection::reset);
    up.heal();
    down.heal();
    listen();
  }

  @Override
  public void close() {
    refuse();
    up.heal();
    down.heal();
  }
}
