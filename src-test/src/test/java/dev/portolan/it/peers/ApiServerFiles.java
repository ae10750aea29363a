package dev.portolan.it.peers;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What an API server reads and writes: the key pair that signs service account tokens, the users'
 * tokens, and the certificate that it makes for itself.
 *
 * @param directory absolute
 * @param secret makes this server's tokens
 */
record ApiServerFiles(Path directory, String secret) {

  static ApiServerFiles create(Path directory) {
    try {
      Files.createDirectories(directory);
      ApiServerFiles files =
          new ApiServerFiles(directory.toAbsolutePath(), UUID.randomUUID().toString());
      String tokens =
          Arrays.stream(User.values())
              .map(
                  user ->
                      "%s,%s,%s,%s%n"
                          .formatted(files.token(user), user.userName(), user, user.group()))
              .collect(Collectors.joining());
      Files.writeString(files.tokenFile(), tokens);
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      Files.writeString(files.privateKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      Files.writeString(files.publicKey(), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  private static String pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type);
  }

  Path tokenFile() {
    return directory.resolve("tokens.csv");
  }

  Path privateKey() {
    return directory.resolve("service-accounts.key");
  }

  Path publicKey() {
    return directory.resolve("service-accounts.pub");
  }

  /** Where the server looks for its certificate and, finding none, makes one. */
  Path certificates() {
    return directory.resolve("certificates");
  }

  /** Holds the issuer too, so clients can trust it. */
  Path certificate() {
    return certificates().resolve("apiserver.crt");
  }

  Path certificateKey() {
    return certificates().resolve("apiserver.key");
  }

  private String token(User user) {
    return user.userName() + "-" + secret;
  }

  String kubeconfig(User user, int port) {
    try {
      String issuer =
          Base64.getEncoder()
              .encodeToString(Files.readString(certificate()).getBytes(StandardCharsets.US_ASCII));
      return """
          apiVersion: v1
          kind: Config
          current-context: %1$s
          contexts:
          - {name: %1$s, context: {cluster: %1$s, user: %2$s}}
          clusters:
          - {name: %1$s, cluster: {server: "https://%3$s:%4$d", certificate-authority-data: "%5$s"}}
          users:
          - {name: %2$s, user: {token: "%6$s"}}
          """
          .formatted(
              directory.getFileName(), user.userName(), Loopback.HOST, port, issuer, token(user));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without retries: a test wants to see the first answer. */
  Config config(User user, int port) {
    Config config = Config.fromKubeconfig(kubeconfig(user, port));
    config.setRequestRetryBackoffLimit(0);
    return config;
  }
}
