package dev.portolan.translate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of objects and hashes of content. */
final class ObjectNames {
  private static final int MAX_SERVICE_CHARACTERS = 40;
  private static final int NAME_HASH_DIGITS = 8;

  private ObjectNames() {}

  /**
   * {@code portolan-<service>-<hash>}: at most 58 characters, readable, and different for hosts
   * whose service names agree in their first {@value #MAX_SERVICE_CHARACTERS} characters.
   */
  static String of(String service, String fqdn) {
    String readable =
        service.length() <= MAX_SERVICE_CHARACTERS
            ? service
            : service.substring(0, MAX_SERVICE_CHARACTERS);
    String hash = sha256(fqdn.getBytes(StandardCharsets.UTF_8)).substring(0, NAME_HASH_DIGITS);
    return "portolan-" + readable + '-' + hash;
  }

  /** Lower-case hexadecimal. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
