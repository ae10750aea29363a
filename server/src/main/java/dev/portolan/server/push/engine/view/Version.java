package dev.portolan.server.push.engine.view;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Versions as 64-bit numbers, which on the wire are text in base 36. Short, since an agent that has
 * lost its token sends one for each resource that it holds.
 */
final class Version {
  /** Of what nobody can hold: no content has it, and no text means it. */
  static final long NONE = 0;

  private static final int MAX_DIGITS = Long.toUnsignedString(-1, Character.MAX_RADIX).length();

  private Version() {}

  /** The version of a content: its hash, so the same on every replica and after every restart. */
  static long of(ByteBuffer content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content);
      long hash = ByteBuffer.wrap(digest.digest()).getLong();
      return hash == NONE ? 1 : hash;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String text(long version) {
    return Long.toUnsignedString(version, Character.MAX_RADIX);
  }

  /** The same as bytes. */
  static byte[] bytes(long version) {
    return text(version).getBytes(StandardCharsets.US_ASCII);
  }

  /** What a text means; {@link #NONE} when it is not exactly what {@link #text} makes. */
  static long parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /** The same of a part of an array. */
  static long parse(byte[] text, int from, int length) {
    if (length == 0 || length > MAX_DIGITS || text[from] == '0') {
      return NONE;
    }
    long version = 0;
    for (int i = 0; i < length; i++) {
      int digit = digit(text[from + i]);
      // Only the last of the most digits can be too much: to find out is a division.
      boolean close = i == MAX_DIGITS - 1;
      if (digit < 0 || (close && Long.compareUnsigned(version, limit(digit)) > 0)) {
        return NONE;
      }
      version = version * Character.MAX_RADIX + digit;
    }
    return version;
  }

  private static int digit(byte c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'z' ? c - 'a' + 10 : -1;
  }

  /** The largest number to which the digit can be appended within 64 bits. */
  private static long limit(int digit) {
    return Long.divideUnsigned(-1L - digit, Character.MAX_RADIX);
  }
}
