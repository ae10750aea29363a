package dev.portolan.server.store;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names of new lineages: random, so that two stores never share one. */
final class Epochs {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Epochs() {}

  static String next() {
    return HexFormat.of().toHexDigits(RANDOM.nextLong());
  }
}
