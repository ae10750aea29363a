package dev.portolan.server.push.engine;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An incremental request: a change of the subscription to one type, an ACK or NACK, or both.
 *
 * @param known name to version of what it holds; only its first word about a type counts. Not
 *     copied, since it can be as large as the registry: nobody writes to it after this
 */
public record DeltaRequest(
    String type,
    List<String> subscribe,
    List<String> unsubscribe,
    Map<String, String> known,
    String nonce,
    Optional<Nack> nack)
    implements DiscoveryRequest {

  public DeltaRequest {
    subscribe = List.copyOf(subscribe);
    unsubscribe = List.copyOf(unsubscribe);
    known = Collections.unmodifiableMap(known);
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
