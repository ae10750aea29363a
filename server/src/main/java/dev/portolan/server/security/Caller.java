package dev.portolan.server.security;

import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.tls.SpiffeId;
import io.grpc.Attributes;
import io.grpc.Grpc;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Who the certificate of a connection says is calling.
 *
 * @param id from the certificate, of the hub's trust domain
 * @param role by the id's path
 * @param origin whose agent or source it is; with role ORIGIN only
 * @param until the certificate is valid
 */
record Caller(SpiffeId id, Role role, Optional<OriginId> origin, Instant until) {

  /**
   * Who is at the other end of a connection.
   *
   * @throws IdentityRefusedException if that is nobody whom the hub knows
   */
  static Caller of(Attributes transport, String trustDomain) {
    X509Certificate certificate = certificate(transport);
    SpiffeId id =
        SpiffeId.of(certificate)
            .orElseThrow(
                () ->
                    IdentityRefusedException.unproven(
                        "the certificate of %s does not carry exactly one URI that is a SPIFFE id"
                            .formatted(certificate.getSubjectX500Principal())));
    if (!id.trustDomain().equals(trustDomain)) {
      throw IdentityRefusedException.unproven(
          "%s is not of trust domain %s (setting tls.trust-domain)".formatted(id, trustDomain));
    }
    return of(id, certificate.getNotAfter().toInstant());
  }

  private static Caller of(SpiffeId id, Instant until) {
    List<String> path = id.segments();
    String kind = path.isEmpty() ? "" : path.get(0);
    boolean agent = kind.equals("cluster") && path.size() == 3 && path.get(2).equals("agent");
    if ((agent || (kind.equals("source") && path.size() == 2))
        && Names.labelProblem(path.get(1)).isEmpty()) {
      return new Caller(id, Role.ORIGIN, Optional.of(new OriginId(path.get(1))), until);
    }
    if (path.size() == 2 && kind.equals("reader")) {
      return new Caller(id, Role.READER, Optional.empty(), until);
    }
    if (path.size() == 2 && kind.equals("operator")) {
      return new Caller(id, Role.OPERATOR, Optional.empty(), until);
    }
    throw IdentityRefusedException.unproven(
        "%s is nobody known here; /cluster/NAME/agent, /source/NAME, /reader/NAME and /operator/NAME are"
            .formatted(id));
  }

  private static X509Certificate certificate(Attributes transport) {
    SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session != null) {
      try {
        Certificate[] chain = session.getPeerCertificates();
        if (chain.length > 0 && chain[0] instanceof X509Certificate certificate) {
          return certificate;
        }
      } catch (SSLPeerUnverifiedException e) {
        throw IdentityRefusedException.unproven("the connection shows no certificate");
      }
    }
    throw IdentityRefusedException.unproven("the connection shows no certificate");
  }
}
