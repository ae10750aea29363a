package dev.portolan.server.push.engine.face;

import com.google.rpc.Status;
import dev.portolan.server.push.engine.DeltaRequest;
import dev.portolan.server.push.engine.DiscoveryRequest.Nack;
import dev.portolan.server.push.engine.StateRequest;
import dev.portolan.server.push.engine.StreamKind;
import dev.portolan.server.push.engine.view.Variant;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.Optional;

/**
 * One variant of the protocol on one kind of service: how its requests are read. Pure.
 *
 * @param <Q> the variant's request
 */
interface Dialect<Q> {
  StreamKind kind();

  Node node(Q message);

  dev.portolan.server.push.engine.DiscoveryRequest read(Q message, NackReader nacks);

  /**
   * Incremental.
   *
   * @param only the one type of the service; empty on aggregated streams
   */
  static Dialect<IncrementalMessage> incremental(String only) {
    return new Dialect<>() {
      @Override
      public StreamKind kind() {
        return new StreamKind(Variant.INCREMENTAL, only);
      }

      @Override
      public Node node(IncrementalMessage message) {
        return message.rest().getNode();
      }

      @Override
      public DeltaRequest read(IncrementalMessage message, NackReader nacks) {
        DeltaDiscoveryRequest rest = message.rest();
        return new DeltaRequest(
            type(only, rest.getTypeUrl()),
            rest.getResourceNamesSubscribeList(),
            rest.getResourceNamesUnsubscribeList(),
            message.listed(),
            rest.getResponseNonce(),
            nack(rest.hasErrorDetail(), rest.getErrorDetail(), nacks));
      }
    };
  }

  /**
   * State of the world.
   *
   * @param only the one type of the service; empty on aggregated streams
   */
  static Dialect<DiscoveryRequest> state(String only) {
    return new Dialect<>() {
      @Override
      public StreamKind kind() {
        return new StreamKind(Variant.STATE, only);
      }

      @Override
      public Node node(DiscoveryRequest message) {
        return message.getNode();
      }

      @Override
      public StateRequest read(DiscoveryRequest message, NackReader nacks) {
        return new StateRequest(
            type(only, message.getTypeUrl()),
            message.getResourceNamesList(),
            message.getResponseNonce(),
            nack(message.hasErrorDetail(), message.getErrorDetail(), nacks));
      }
    };
  }

  /** A refusal is told by its detail: the version may be an older one for other reasons. */
  private static Optional<Nack> nack(boolean refuses, Status detail, NackReader nacks) {
    return refuses ? Optional.of(nacks.read(detail)) : Optional.empty();
  }

  /** On a service of one type the type need not be said; the engine refuses any other. */
  private static String type(String only, String said) {
    return said.isEmpty() ? only : said;
  }
}
