package dev.portolan.server.push.engine.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.portolan.tree.Order;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One version of one resource, encoded once and shared by every scope and stream that carries it.
 * Immutable. A hub holds one for each record, so there is nothing but the name, the message, and a
 * number; what surrounds them on the wire is written with the response.
 */
public sealed class EncodedResource {
  /** By name, as strings are ordered. */
  public static final Order<String, EncodedResource> BY_NAME =
      new Order<>() {
        @Override
        public int compareKey(String name, EncodedResource resource) {
          return -resource.compareName(name);
        }

        @Override
        public int compare(EncodedResource one, EncodedResource other) {
          return one.compareName(other);
        }
      };

  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Bytes that say how many bytes the name has; in a field of its own they would take eight. */
  private static final int PREFIX = Short.BYTES;

  private static final int MAX_NAME = 0xffff;

  // The length of the name, the name in UTF-8, the message.
  private final byte[] bytes;
  private final long version;

  private EncodedResource(String name, long version, ByteString message) {
    byte[] encodedName = name.getBytes(UTF_8);
    if (encodedName.length > MAX_NAME) {
      throw new IllegalArgumentException(
          "a name of %d bytes; at most %d are allowed".formatted(encodedName.length, MAX_NAME));
    }
    this.bytes = new byte[PREFIX + encodedName.length + message.size()];
    ByteBuffer.wrap(bytes).putShort((short) encodedName.length).put(encodedName);
    message.copyTo(bytes, PREFIX + encodedName.length);
    this.version = version;
  }

  /**
   * Encodes a resource.
   *
   * @param content deterministic bytes of all that makes a difference to a subscriber; the version
   *     is their hash, so it is the same on every replica and after every restart
   * @param message the bytes that travel
   */
  public static EncodedResource of(String name, ByteString content, ByteString message) {
    return new EncodedResource(name, Version.of(content.asReadOnlyByteBuffer()), message);
  }

  /** With a version that is no hash but says something; never compared with others. */
  static EncodedResource labelled(String name, String version, ByteString message) {
    return new Labelled(name, version, message);
  }

  /** What a subscriber says that it holds, when that is not what the hub has: never sent. */
  static EncodedResource foreign(String name, String version) {
    return new EncodedResource(name, Version.parse(version), ByteString.EMPTY);
  }

  /** The same with a name that is in an array, in UTF-8. */
  static EncodedResource foreign(byte[] from, int at, int length, long version) {
    return new EncodedResource(new String(from, at, length, UTF_8), version, ByteString.EMPTY);
  }

  /** Of what is gone, or is held in a version that does not matter: never sent. */
  static EncodedResource nameOnly(String name) {
    return new EncodedResource(name, Version.NONE, ByteString.EMPTY);
  }

  boolean isNameOnly() {
    return version == Version.NONE && messageLength() == 0;
  }

  public String name() {
    return new String(bytes, PREFIX, nameLength(), UTF_8);
  }

  /** 64 bits of the content's hash, base 36. */
  public String version() {
    return Version.text(version);
  }

  byte[] versionBytes() {
    return Version.bytes(version);
  }

  /** Whether it has this version, which is not {@link Version#NONE}. */
  boolean hasVersion(long other) {
    return version != Version.NONE && version == other;
  }

  int nameLength() {
    return (bytes[0] & 0xff) << Byte.SIZE | (bytes[1] & 0xff);
  }

  void writeName(CodedOutputStream out) throws IOException {
    out.write(bytes, PREFIX, nameLength());
  }

  int messageLength() {
    return bytes.length - PREFIX - nameLength();
  }

  void writeMessage(CodedOutputStream out) throws IOException {
    out.write(bytes, PREFIX + nameLength(), messageLength());
  }

  private int compareName(String other) {
    int length = nameLength();
    int common = Math.min(length, other.length());
    for (int i = 0; i < common; i++) {
      byte mine = bytes[PREFIX + i];
      char theirs = other.charAt(i);
      if (mine < 0 || theirs > Byte.MAX_VALUE) {
        return name().compareTo(other);
      }
      if (mine != theirs) {
        return mine - theirs;
      }
    }
    return length - other.length();
  }

  private int compareName(EncodedResource other) {
    return compareName(other.bytes, PREFIX, other.nameLength());
  }

  /** Its name with one that is somewhere in an array, in UTF-8, as strings are compared. */
  int compareName(byte[] other, int from, int length) {
    int end = PREFIX + nameLength();
    int otherEnd = from + length;
    int common = Arrays.mismatch(bytes, PREFIX, end, other, from, otherEnd);
    int at = PREFIX + common;
    int otherAt = from + common;
    if (common < 0 || at == end || otherAt == otherEnd) {
      return nameLength() - length;
    }
    // Beyond ASCII the order of bytes is not everywhere that of characters.
    return bytes[at] < 0 || other[otherAt] < 0
        ? name().compareTo(new String(other, from, length, UTF_8))
        : bytes[at] - other[otherAt];
  }

  /**
   * A number for name and version, alike on every replica and after every restart; the sum over a
   * set of resources is the set's version.
   */
  long mark() {
    long hash = FNV_BASIS;
    int end = PREFIX + nameLength();
    for (int i = PREFIX; i < end; i++) {
      hash = (hash ^ bytes[i]) * FNV_PRIME;
    }
    hash = (hash ^ version) * FNV_PRIME;
    // Spreads every bit over the whole number: sums of plain FNV values collide more often.
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }

  /** Whether a subscriber that holds one needs the other; null is "nothing". */
  static boolean same(@Nullable EncodedResource one, @Nullable EncodedResource other) {
    return one == other
        || (one != null
            && other != null
            && one.version == other.version
            && one.version != Version.NONE);
  }

  @Override
  public String toString() {
    return name() + "@" + version();
  }

  private static final class Labelled extends EncodedResource {
    private final String label;

    Labelled(String name, String label, ByteString message) {
      super(name, Version.NONE, message);
      this.label = label;
    }

    @Override
    public String version() {
      return label;
    }

    @Override
    byte[] versionBytes() {
      return label.getBytes(UTF_8);
    }
  }
}
