package dev.portolan.agent.discovery.reduction;

import dev.portolan.registry.MeshTrust;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.HexFormat;
import java.util.SortedSet;
import java.util.TreeSet;

/** Names certificates by what they are, see {@link MeshTrust}. */
final class Certificates {
  private Certificates() {}

  /**
   * The SHA-256 of each certificate in a text.
   *
   * @param pem certificates one after the other, at least one
   * @throws GeneralSecurityException if it says something else, or more than {@link
   *     MeshTrust#MAX_ROOTS}; the message says what, without the text
   */
  static SortedSet<String> fingerprints(String pem) throws GeneralSecurityException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    SortedSet<String> fingerprints = new TreeSet<>();
    for (Certificate certificate : certificates) {
      fingerprints.add(
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
    }
    if (fingerprints.isEmpty() || fingerprints.size() > MeshTrust.MAX_ROOTS) {
      throw new GeneralSecurityException(
          "has %d certificates; 1 to %d are expected"
              .formatted(fingerprints.size(), MeshTrust.MAX_ROOTS));
    }
    return fingerprints;
  }
}
