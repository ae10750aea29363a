package dev.portolan.agent.kubernetes;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Which algorithm a PKCS#8 client key is of. The client takes every such key for RSA, but openssl
 * writes EC keys in this form too.
 */
final class ClientKeys {
  private static final String HEADER = "-----BEGIN PRIVATE KEY-----";
  private static final String FOOTER = "-----END PRIVATE KEY-----";

  private ClientKeys() {}

  /** Empty without a key in this form: then the client knows better. */
  static Optional<String> algorithm(Config config) {
    String pem = pem(config);
    int from = pem.indexOf(HEADER);
    int to = pem.indexOf(FOOTER);
    if (from < 0 || to < from) {
      return Optional.empty();
    }
    byte[] key = Base64.getMimeDecoder().decode(pem.substring(from + HEADER.length(), to));
    return List.of("RSA", "EC", "EdDSA").stream().filter(name -> isOf(name, key)).findFirst();
  }

  private static boolean isOf(String algorithm, byte[] key) {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key))
          != null;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String pem(Config config) {
    try {
      if (config.getClientKeyData() != null) {
        return new String(
            Base64.getMimeDecoder().decode(config.getClientKeyData()), StandardCharsets.US_ASCII);
      }
      return config.getClientKeyFile() == null
          ? ""
          : Files.readString(Path.of(config.getClientKeyFile()));
    } catch (IOException | IllegalArgumentException e) {
      // The client reads it itself and says what is wrong with it.
      return "";
    }
  }
}
