package dev.portolan.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** An authority for tests: makes certificates and writes them as the files that users have. */
public final class TestAuthority {
  private static final Duration LIFE = Duration.ofHours(1);

  private final X509Bundle root;

  /** A new authority with a key of its own. */
  public TestAuthority() {
    root =
        built(
            new CertificateBuilder()
                    .ecp256()
                    .subject("CN=test authority")
                    .setIsCertificateAuthority(true)
                ::buildSelfSigned);
  }

  /** A hub's: for 127.0.0.1 and localhost. */
  public TlsFiles hub(Path directory) {
    return files(
        directory,
        "hub",
        Instant.now().plus(LIFE),
        builder ->
            builder
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addExtendedKeyUsageServerAuth());
  }

  /** Of who has this SPIFFE id, for an hour. */
  public TlsFiles client(Path directory, String spiffeId) {
    return client(directory, spiffeId, Instant.now().plus(LIFE));
  }

  /** Of who has this SPIFFE id, until then. */
  public TlsFiles client(Path directory, String spiffeId, Instant until) {
    return files(
        directory,
        "client",
        until,
        builder -> builder.addSanUriName(URI.create(spiffeId)).addExtendedKeyUsageClientAuth());
  }

  /** Of whoever; written as {@code NAME.pem}, {@code NAME-key.pem} and {@code ca.pem}. */
  public TlsFiles files(
      Path directory, String name, Instant until, UnaryOperator<CertificateBuilder> names) {
    X509Bundle issued =
        built(
            () ->
                names
                    .apply(
                        new CertificateBuilder()
                            .ecp256()
                            .subject("CN=" + name)
                            .notBefore(Instant.now().minus(LIFE))
                            .notAfter(until))
                    .buildIssuedBy(root));
    TlsFiles files =
        new TlsFiles(
            directory.resolve(name + ".pem"),
            directory.resolve(name + "-key.pem"),
            directory.resolve("ca.pem"));
    try {
      Files.createDirectories(directory);
      Files.writeString(files.certificate(), issued.getCertificatePEM());
      Files.writeString(files.key(), issued.getPrivateKeyPEM());
      Files.writeString(files.ca(), root.getCertificatePEM());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return files;
  }

  /** How any of the programs is told of its files. */
  public static List<String> flags(TlsFiles files) {
    return List.of(
        "--tls.certificate",
        files.certificate().toString(),
        "--tls.key",
        files.key().toString(),
        "--tls.ca",
        files.ca().toString());
  }

  private interface Building {
    X509Bundle build() throws Exception;
  }

  private static X509Bundle built(Building building) {
    try {
      return building.build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
