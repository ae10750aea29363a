package dev.portolan.agent.cache;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Pieces of a file: {@code length (4 bytes), CRC-32C (4 bytes), content}, big-endian. A file that
 * ends or is damaged within a piece ends before it.
 */
final class Frames {
  private static final int HEADER = 8;

  /** The hub sends nothing near it; a length beyond it is damage. */
  private static final int MAX_CONTENT = 64 << 20;

  private Frames() {}

  /** Writes a piece at the channel's position. */
  static void append(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(HEADER + content.length);
    frame.putInt(content.length).putInt(crc(content)).put(content).flip();
    while (frame.hasRemaining()) {
      channel.write(frame);
    }
  }

  /** Reads pieces from the start of a file, as far as they are whole. */
  static final class Reader {
    private final DataInputStream in;
    private long position;

    Reader(FileChannel channel) throws IOException {
      channel.position(0);
      InputStream stream = Channels.newInputStream(channel);
      this.in = new DataInputStream(new BufferedInputStream(stream, 1 << 16));
    }

    /** Where the last whole piece ends. */
    long position() {
      return position;
    }

    /** The next piece; empty at the end, or where the rest cannot be trusted. */
    Optional<byte[]> next() throws IOException {
      try {
        int length = in.readInt();
        int crc = in.readInt();
        if (length < 0 || length > MAX_CONTENT) {
          return Optional.empty();
        }
        byte[] content = in.readNBytes(length);
        if (content.length < length || crc(content) != crc) {
          return Optional.empty();
        }
        position += HEADER + length;
        return Optional.of(content);
      } catch (EOFException e) {
        return Optional.empty();
      }
    }
  }

  private static int crc(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return (int) crc.getValue();
  }
}
