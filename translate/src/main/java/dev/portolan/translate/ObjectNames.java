package dev.portolan.translate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of objects and hashes of content. */
final class ObjectNames {
  private static final int MAX_SERVICE_CHARACTERS = 40;
  private static final int NAME_HASH_DIGITS = 8;

  /** A host's own name ends with a hash, which is longer than a shard's number. */
  private static final Pattern SHARD = Pattern.compile("(portolan-.*-[0-9a-f]{8})-[0-9]{1,2}");

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

  /** The name of one shard's ServiceEntry; the first one has the host's own. */
  static String shard(String name, int shard) {
    return shard == 0 ? name : name + '-' + shard;
  }

  /** What all objects of a host are called, without a shard's number. */
  static String withoutShard(String name) {
    if (name.length() - name.lastIndexOf('-') > 3) {
      return name; // as nearly all, and this is asked often
    }
    Matcher shard = SHARD.matcher(name);
    return shard.matches() ? shard.group(1) : name;
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
