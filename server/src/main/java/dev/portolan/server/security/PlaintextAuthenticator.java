package dev.portolan.server.security;

import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import io.grpc.Attributes;

/**
 * Believes the claimed name. Only for plaintext on loopback, where whoever can connect is trusted
 * already: the hub refuses to listen anywhere else with it unless it is told that this is meant.
 */
public final class PlaintextAuthenticator implements Authenticator {

  @Override
  public Principal authenticate(Attributes transport, String claimedOrigin) {
    Names.labelProblem(claimedOrigin)
        .ifPresent(
            problem -> {
              throw IdentityRefusedException.unproven("the origin's name " + problem);
            });
    return new Principal(new OriginId(claimedOrigin));
  }
}
