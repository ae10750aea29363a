package dev.portolan.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.UUID;

/**
 * What an API server reads and writes. It knows two by their tokens: an administrator, and the
 * agent under the name that its service account would have, so that the shipped roles bind it.
 *
 * @param directory absolute
 * @param secret makes this server's tokens
 */
record ApiServerFiles(Path directory, String secret) {
  private static final String AGENT = "system:serviceaccount:portolan-system:portolan-agent";

  static ApiServerFiles create(Path directory) {
    ApiServerFiles files = new ApiServerFiles(directory, UUID.randomUUID().toString());
    try {
      Files.createDirectories(directory);
      Files.writeString(
          files.tokens(),
          "%s,admin,admin,system:masters%n%s,%s,agent,system:serviceaccounts%n"
              .formatted(files.adminToken(), files.agentToken(), AGENT));
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      Files.writeString(files.signingKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      Files.writeString(files.verifyingKey(), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
    return files;
  }

  private static String pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type);
  }

  Path tokens() {
    return directory.resolve("tokens.csv");
  }

  Path signingKey() {
    return directory.resolve("service-accounts.key");
  }

  Path verifyingKey() {
    return directory.resolve("service-accounts.pub");
  }

  /** Where the server looks for its certificate and, finding none, makes one. */
  Path certificates() {
    return directory.resolve("certificates");
  }

  /** With its issuer. */
  Path certificate() {
    return certificates().resolve("apiserver.crt");
  }

  /** Written last. */
  Path certificateKey() {
    return certificates().resolve("apiserver.key");
  }

  String adminToken() {
    return "admin-" + secret;
  }

  private String agentToken() {
    return "agent-" + secret;
  }

  /** By which the agent comes in, as in a pod: a token and the authority. Written anew. */
  Path serviceAccount() {
    try {
      Path account = Files.createDirectories(directory.resolve("agent"));
      Files.writeString(account.resolve("token"), agentToken());
      Files.copy(certificate(), account.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
      return account;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
