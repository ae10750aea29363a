package dev.portolan.tls;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the files hold at one moment: a key that belongs to its certificate, and trusted
 * authorities.
 *
 * @param chain the own certificate first
 * @param key of the first certificate
 * @param trusted authorities, at least one
 */
record Credentials(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> trusted) {
  private static final byte[] PROBE = "portolan".getBytes(StandardCharsets.US_ASCII);

  Credentials {
    chain = List.copyOf(chain);
    trusted = List.copyOf(trusted);
  }

  /** What the files say; two readings are compared before anything is parsed. */
  record Texts(String certificate, String key, String ca) {
    static Texts read(TlsFiles files) throws TlsFileException {
      return new Texts(
          text("tls.certificate", files.certificate()),
          text("tls.key", files.key()),
          text("tls.ca", files.ca()));
    }

    private static String text(String setting, Path file) throws TlsFileException {
      try {
        // PEM is ASCII; anything else is to be read as well, and refused as no PEM.
        return Files.readString(file, StandardCharsets.ISO_8859_1);
      } catch (NoSuchFileException e) {
        throw new TlsFileException(
            "%s: there is no file %s".formatted(setting, file.toAbsolutePath()), e);
      } catch (IOException e) {
        throw new TlsFileException("%s: cannot read %s: %s".formatted(setting, file, e), e);
      }
    }
  }

  /**
   * Parses what was read.
   *
   * @throws TlsFileException if a file holds something else, or the key is another certificate's
   */
  static Credentials of(TlsFiles files, Texts texts) throws TlsFileException {
    List<X509Certificate> chain =
        certificates("tls.certificate", files.certificate(), texts.certificate());
    PrivateKey key = key(files.key(), texts.key());
    if (!belongTogether(key, chain.get(0).getPublicKey())) {
      throw new TlsFileException(
          "tls.key: %s is not the key of the first certificate in %s"
              .formatted(files.key(), files.certificate()));
    }
    return new Credentials(chain, key, certificates("tls.ca", files.ca(), texts.ca()));
  }

  X509Certificate own() {
    return chain.get(0);
  }

  private static List<X509Certificate> certificates(String setting, Path file, String pem)
      throws TlsFileException {
    try (InputStream in = stream(pem)) {
      List<X509Certificate> found = List.of(CertificateUtils.getX509Certificates(in));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsFileException(
          "%s: %s holds no certificates in PEM form: %s".formatted(setting, file, e.getMessage()),
          e);
    }
    throw new TlsFileException("%s: %s holds no certificate".formatted(setting, file));
  }

  private static PrivateKey key(Path file, String pem) throws TlsFileException {
    try (InputStream in = stream(pem)) {
      return CertificateUtils.getPrivateKey(in);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The library throws unchecked exceptions at text that is no PEM at all. No key is quoted.
      throw new TlsFileException(
          ("tls.key: %s holds no PKCS #8 key in PEM form ('-----BEGIN PRIVATE KEY-----');"
                  + " 'openssl pkcs8 -topk8 -nocrypt -in FILE' makes one of other forms")
              .formatted(file),
          e);
    }
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Whether what one signs the other verifies. */
  private static boolean belongTogether(PrivateKey key, PublicKey certified) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(PROBE);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certified);
      verifying.update(PROBE);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
