package dev.portolan.server.push.engine;

import java.util.List;
import java.util.Optional;

/**
 * A state-of-the-world request: the whole subscription to one type, which is at the same time the
 * answer to the last response.
 *
 * @param names all that is wanted of the type; none in the first request: everything, none later:
 *     nothing any more
 */
public record StateRequest(String type, List<String> names, String nonce, Optional<Nack> nack)
    implements DiscoveryRequest {

  public StateRequest {
    names = List.copyOf(names);
  }

  @Override
  public boolean isAck() {
    return !nonce.isEmpty() && nack.isEmpty() && names.isEmpty();
  }
}
