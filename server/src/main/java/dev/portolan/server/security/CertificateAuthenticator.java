package dev.portolan.server.security;

import dev.portolan.registry.OriginId;
import io.grpc.Attributes;

/**
 * Believes certificates: who says that he is an origin has to have that origin's certificate, from
 * an authority that the transport has checked.
 *
 * @param trustDomain of the SPIFFE ids that count
 */
record CertificateAuthenticator(String trustDomain) implements Authenticator {

  @Override
  public Principal authenticate(Attributes transport, String claimedOrigin) {
    Caller caller = Caller.of(transport, trustDomain);
    OriginId origin =
        caller
            .origin()
            .orElseThrow(
                () ->
                    IdentityRefusedException.denied(
                        "%s is neither an agent nor a source".formatted(caller.id())));
    if (!origin.value().equals(claimedOrigin)) {
      throw IdentityRefusedException.denied(
          "the certificate is %s, of origin %s; it cannot speak for '%s'"
              .formatted(caller.id(), origin.value(), claimedOrigin));
    }
    return new Principal(origin);
  }
}
