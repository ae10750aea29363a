package dev.portolan.bench.role;

import dev.portolan.bench.process.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The floor: one thread that writes the same buffer to all its sockets and reads what they answer.
 * Commands: {@code publish} (one message to each), {@code pour n} (n messages to each, as fast as
 * they take them). Words: bytes of a message.
 */
public final class FloorRole implements Role {
  private final ServerSocketChannel server;
  private final Selector selector;
  private final ByteBuffer message;
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
  private final AtomicInteger wanted = new AtomicInteger();
  private final List<Socket> sockets = new ArrayList<>();

  public FloorRole(List<String> words) throws IOException {
    message = ByteBuffer.allocateDirect(Integer.parseInt(words.get(0)));
    selector = Selector.open();
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    Thread thread = new Thread(this::run, "floor");
    thread.setDaemon(true);
    thread.start();
  }

  /** One subscriber: messages that it is still to get, and how far it is in the present one. */
  private final class Socket {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer rest = message.duplicate();
    private int left;

    private Socket(SocketChannel channel) throws IOException {
      this.channel = channel;
      this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    private void write() throws IOException {
      while (left > 0) {
        channel.write(rest);
        if (rest.hasRemaining()) {
          key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
          return;
        }
        rest.clear();
        left--;
      }
      if (key.interestOps() != SelectionKey.OP_READ) {
        key.interestOps(SelectionKey.OP_READ);
      }
    }
  }

  @Override
  public int port() {
    return server.socket().getLocalPort();
  }

  @Override
  public String command(String verb, List<String> words) {
    wanted.addAndGet(verb.equals("pour") ? Integer.parseInt(words.get(0)) : 1);
    selector.wakeup();
    return "";
  }

  private void run() {
    try {
      while (true) {
        selector.select(this::serve);
        int more = wanted.getAndSet(0);
        if (more > 0) {
          for (Socket socket : sockets) {
            socket.left += more;
            socket.write();
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the floor has failed", e);
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        sockets.add(new Socket(channel));
        return;
      }
      Socket socket = (Socket) key.attachment();
      if (key.isReadable()) {
        in.clear();
        if (socket.channel.read(in) < 0) {
          drop(socket);
          return;
        }
      }
      if (key.isWritable()) {
        socket.write();
      }
    } catch (IOException gone) {
      drop((Socket) key.attachment());
    }
  }

  private void drop(Socket socket) {
    socket.key.cancel();
    sockets.remove(socket);
  }
}
