package dev.portolan.server.push.engine;

import dev.portolan.server.push.engine.view.Listing;
import java.util.List;
import java.util.Optional;

/**
 * An incremental request: a change of the subscription to one type, an ACK or NACK, or both.
 *
 * @param known what it lists of what it holds; only its first word about a type counts
 */
public record DeltaRequest(
    String type,
    List<String> subscribe,
    List<String> unsubscribe,
    Listing known,
    String nonce,
    Optional<Nack> nack)
    implements DiscoveryRequest {

  public DeltaRequest {
    subscribe = List.copyOf(subscribe);
    unsubscribe = List.copyOf(unsubscribe);
  }

  @Override
  public boolean isAck() {
    return !nonce.isEmpty()
        && nack.isEmpty()
        && subscribe.isEmpty()
        && unsubscribe.isEmpty()
        && known.isEmpty();
  }
}
