package dev.portolan.it.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection through a link: two sockets, and a thread for each direction. An end of one side
 * is told to the other where the link lets it through. Thread-safe.
 */
final class LinkConnection {
  private static final int PIECE = 4096;

  private final FaultyLink link;
  private final Socket near;
  private final Socket far;
  private final AtomicInteger open = new AtomicInteger(2);
  private volatile boolean lossy;
  private volatile boolean forgotten;
  private volatile boolean ended;

  /**
   * Nothing is carried before {@link #start}.
   *
   * @param near to whoever connected
   * @param far to where the link leads
   */
  LinkConnection(FaultyLink link, Socket near, Socket far) {
    this.link = link;
    this.near = near;
    this.far = far;
  }

  void start() {
    run("up", () -> carry(near, far, link.up()));
    run("down", () -> carry(far, near, link.down()));
  }

  private interface Task {
    void run() throws InterruptedException;
  }

  private void run(String direction, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "link-" + direction);
    thread.setDaemon(true);
    thread.start();
  }

  private void carry(Socket from, Socket to, Passage passage) throws InterruptedException {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        if (forgotten) {
          lossy = true;
        } else if (passage.carry(n, () -> lossy = true)) {
          int whole = link.untorn(n);
          to.getOutputStream().write(piece, 0, whole);
          if (whole < n) {
            reset();
            return;
          }
        }
      }
      passage.awaitOpen();
      if (!forgotten) {
        to.shutdownOutput();
      }
    } catch (IOException e) {
      // The other side hears of it as it would of anything else that is under way to it.
      link.up().awaitOpen();
      link.down().awaitOpen();
      if (!forgotten && !ended) {
        reset();
      }
    }
    if (open.decrementAndGet() == 0) {
      close();
    }
  }

  /** From now on it leads nowhere, for either side, and neither is told. */
  void forgotten() {
    forgotten = true;
    lossy = true;
  }

  /** Bytes that one side has sent will never come to the other. */
  boolean lossy() {
    return lossy;
  }

  /** Both sides are told that the connection is no more, whatever is under way. */
  void reset() {
    ended = true;
    end(near, true);
    end(far, true);
    link.forget(this);
  }

  /** Both sides see the end after what has come through. */
  void close() {
    ended = true;
    end(near, false);
    end(far, false);
    link.forget(this);
  }

  private static void end(Socket socket, boolean abruptly) {
    try {
      if (abruptly && !socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
