package dev.portolan.server.push.engine;

import java.util.List;
import java.util.Optional;

/** What a subscriber says about one type, in either variant of the protocol. */
public sealed interface DiscoveryRequest permits DeltaRequest, StateRequest {
  /** The name that stands for all resources of a type. */
  String WILDCARD = "*";

  /** Type URL. */
  String type();

  /** Of the response that it answers; empty when it answers none. */
  String nonce();

  /** Present when it refuses that response, or a part of it. */
  Optional<Nack> nack();

  /** Whether it accepts a response and says nothing else. */
  boolean isAck();

  /**
   * A refusal.
   *
   * @param rejections what of the response is refused; empty: all of it
   */
  record Nack(String message, List<Rejection> rejections) {
    public Nack {
      rejections = List.copyOf(rejections);
    }
  }

  /** One refused resource version. */
  record Rejection(String name, String version, String reason) {}
}
