package dev.portolan.server.push.engine.view;

/** The two ways in which xDS says what a subscriber is to hold. */
public enum Variant {
  /** What has changed, removals named: {@code DeltaDiscoveryResponse}. */
  INCREMENTAL,
  /**
   * State of the world: all that is subscribed to, what is missing is gone: {@code
   * DiscoveryResponse}.
   */
  STATE
}
