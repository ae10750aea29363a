package dev.portolan.server.push;

import dev.portolan.server.push.engine.Subscriber;
import dev.portolan.server.push.engine.face.Gate;
import dev.portolan.server.push.engine.view.Point;
import dev.portolan.server.security.Authenticator;
import dev.portolan.server.security.IdentityRefusedException;
import dev.portolan.wire.Receipt;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.xds.ClientFeatures;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Attributes;

/** Lets in whom the transport vouches for; the node's cluster (else its id) is only a claim. */
final class NodeGate implements Gate {
  private final Authenticator authenticator;
  private final Receipts receipts;

  NodeGate(Authenticator authenticator, Receipts receipts) {
    this.authenticator = authenticator;
    this.receipts = receipts;
  }

  @Override
  public Subscriber admit(Attributes transport, Node node) {
    String claim = node.getCluster().isEmpty() ? node.getId() : node.getCluster();
    try {
      String origin = authenticator.authenticate(transport, claim).origin().value();
      requireHeld(origin, node);
      return new Subscriber(
          origin,
          RevisionCodec.resumeToken(node.getMetadata())
              .map(held -> new Point(held.epoch(), held.sequence())),
          node.getClientFeaturesList().contains(ClientFeatures.INLINE_POINTS));
    } catch (IdentityRefusedException e) {
      throw new RefusedException(e.proven(), String.valueOf(e.getMessage()));
    }
  }

  private void requireHeld(String origin, Node node) {
    Receipt.in(node.getMetadata())
        .filter(shown -> receipts.lacking(origin, shown))
        .ifPresent(
            shown -> {
              throw new EpochEndsException(
                  "revision %s is lost, another epoch begins; reconnect"
                      .formatted(shown.revision()));
            });
  }
}
