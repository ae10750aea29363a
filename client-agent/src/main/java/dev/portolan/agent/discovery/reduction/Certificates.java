package dev.portolan.agent.discovery.reduction;

import dev.portolan.registry.MeshTrust;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.SortedSet;
import java.util.TreeSet;

/** Names roots by their keys, see {@link MeshTrust}. */
final class Certificates {
  private Certificates() {}

  /**
   * The SHA-256 of each root's key in a text.
   *
   * @param pem certificates one after the other, at least one
   * @throws GeneralSecurityException if it says something else, more than {@link
   *     MeshTrust#MAX_ROOTS}, or a certificate that somebody else has signed: who accepts that one
   *     accepts what is below. The message says what, without the text
   */
  static SortedSet<String> roots(String pem) throws GeneralSecurityException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    SortedSet<String> roots = new TreeSet<>();
    for (Certificate certificate : certificates) {
      requireRoot((X509Certificate) certificate);
      roots.add(
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256")
                      .digest(certificate.getPublicKey().getEncoded())));
    }
    if (roots.isEmpty() || roots.size() > MeshTrust.MAX_ROOTS) {
      throw new GeneralSecurityException(
          "has %d certificates; 1 to %d are expected".formatted(roots.size(), MeshTrust.MAX_ROOTS));
    }
    return roots;
  }

  private static void requireRoot(X509Certificate certificate) throws GeneralSecurityException {
    if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      throw new GeneralSecurityException(
          "has the certificate of %s, which is no root but issued by %s"
              .formatted(
                  certificate.getSubjectX500Principal(), certificate.getIssuerX500Principal()));
    }
  }
}
