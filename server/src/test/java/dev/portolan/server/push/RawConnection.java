package dev.portolan.server.push;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** An HTTP/2 connection without streams, frame by frame: for pings at a pace that no client has. */
final class RawConnection implements AutoCloseable {
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int GOAWAY_HEAD = 8;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    write(SETTINGS, 0, new byte[0]);
  }

  private void write(int type, int flags, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(frame);
    data.writeByte(payload.length >>> 16);
    data.writeShort(payload.length);
    data.writeByte(type);
    data.writeByte(flags);
    data.writeInt(0);
    data.write(payload);
    out.write(frame.toByteArray());
    out.flush();
  }

  /** Pings, and reads until the ping is answered; why the server goes away, if it says so first. */
  Optional<String> ping() throws IOException {
    write(PING, 0, new byte[Long.BYTES]);
    socket.setSoTimeout(10_000);
    while (true) {
      Frame frame = read();
      if (frame.type() == PING && (frame.flags() & ACK) != 0) {
        return Optional.empty();
      }
      if (frame.type() == GOAWAY) {
        return Optional.of(frame.text(GOAWAY_HEAD));
      }
    }
  }

  /** Reads for some time; why the server goes away, if it does. */
  Optional<String> listen(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
    try {
      while (true) {
        Frame frame = read();
        if (frame.type() == GOAWAY) {
          return Optional.of(frame.text(GOAWAY_HEAD));
        }
      }
    } catch (SocketTimeoutException quiet) {
      return Optional.empty();
    } catch (EOFException closed) {
      return Optional.of("closed");
    }
  }

  private Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    in.readInt();
    byte[] payload = new byte[length];
    in.readFully(payload);
    if (type == SETTINGS && (flags & ACK) == 0) {
      write(SETTINGS, ACK, new byte[0]);
    }
    return new Frame(type, flags, payload);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Frame(int type, int flags, byte[] payload) {
    String text(int from) {
      return new String(payload, from, payload.length - from, StandardCharsets.US_ASCII);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
