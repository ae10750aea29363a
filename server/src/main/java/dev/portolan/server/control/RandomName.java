package dev.portolan.server.control;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names of epochs and of starts: random, so that no two ever share one. Thread-safe. */
public final class RandomName {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomName() {}

  /** 16 lower-case hexadecimal digits. */
  public static String next() {
    return HexFormat.of().toHexDigits(RANDOM.nextLong());
  }
}
