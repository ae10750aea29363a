package dev.portolan.server.push.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a subscriber says about one type: a change of its subscription, an ACK or NACK, or both.
 *
 * @param known name to version of what it holds; only its first word about a type counts
 * @param nonce of the response that it answers; empty when it answers none
 * @param nack present when it refuses that response, or a part of it
 */
public record DeltaRequest(
    String type,
    List<String> subscribe,
    List<String> unsubscribe,
    Map<String, String> known,
    String nonce,
    Optional<Nack> nack) {
  /** The name that stands for all resources of a type. */
  public static final String WILDCARD = "*";

  public DeltaRequest {
    subscribe = List.copyOf(subscribe);
    unsubscribe = List.copyOf(unsubscribe);
    known = Map.copyOf(known);
  }

  /**
   * A refusal.
   *
   * @param rejections what of the response is refused; empty: all of it
   */
  public record Nack(String message, List<Rejection> rejections) {
    public Nack {
      rejections = List.copyOf(rejections);
    }
  }

  /** One refused resource version. */
  public record Rejection(String name, String version, String reason) {}
}
