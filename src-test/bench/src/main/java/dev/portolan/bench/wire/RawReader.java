package dev.portolan.bench.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The floor's subscribers: plain sockets read by one thread, which answers each message of a known
 * size with a few bytes. The least that can be done over TCP.
 */
public final class RawReader implements AutoCloseable {
  /** As long as the acknowledgement of a discovery response. */
  public static final int ACK_BYTES = 60;

  private final int messageBytes;
  private final List<SocketChannel> sockets = new ArrayList<>();
  private final Selector selector;
  private final Crowd updated = new Crowd();
  private final Traffic traffic = new Traffic();
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
  private final ByteBuffer ack = ByteBuffer.allocateDirect(ACK_BYTES);
  private final Thread thread = new Thread(this::run, "raw-reader");
  private volatile boolean closed;

  private RawReader(int messageBytes, Selector selector) {
    this.messageBytes = messageBytes;
    this.selector = selector;
    thread.setDaemon(true);
  }

  /** How far a socket is in its present message. Confined to the reading thread. */
  private static final class Progress {
    private int bytes;
  }

  /** Connects so many sockets. */
  public static RawReader connect(int port, int subscribers, int messageBytes) {
    try {
      RawReader reader = new RawReader(messageBytes, Selector.open());
      for (int i = 0; i < subscribers; i++) {
        SocketChannel socket =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.socket().setTcpNoDelay(true);
        socket.configureBlocking(false);
        socket.register(reader.selector, SelectionKey.OP_READ, new Progress());
        reader.sockets.add(socket);
      }
      reader.thread.start();
      return reader;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int size() {
    return sockets.size();
  }

  public Crowd updated() {
    return updated;
  }

  public Traffic traffic() {
    return traffic;
  }

  private void run() {
    try {
      while (!closed) {
        selector.select(this::read);
      }
    } catch (IOException | UncheckedIOException e) {
      if (!closed) {
        throw new IllegalStateException("the floor's reader has failed", e);
      }
    }
  }

  private void read(SelectionKey key) {
    SocketChannel socket = (SocketChannel) key.channel();
    Progress progress = (Progress) key.attachment();
    try {
      in.clear();
      int count = socket.read(in);
      if (count < 0) {
        key.cancel();
        return;
      }
      progress.bytes += count;
      while (progress.bytes >= messageBytes) {
        progress.bytes -= messageBytes;
        traffic.received(messageBytes, messageBytes);
        answer(socket);
        updated.arrived();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(SocketChannel socket) throws IOException {
    ack.clear();
    while (ack.hasRemaining()) {
      // The buffer of a socket is never full of these: its server reads them.
      socket.write(ack);
    }
    traffic.sent(ACK_BYTES);
  }

  @Override
  public void close() {
    closed = true;
    try {
      selector.close();
      for (SocketChannel socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
