package dev.portolan.simulation.network;

/** Hears what passes; must not keep anybody waiting. */
public interface Tap {

  /**
   * An agent says something on a call.
   *
   * @param call an identity
   */
  default void asked(Object call, String method, byte[] request) {}

  /** The hub takes up what an agent said. */
  default void heard(Object call, String method, byte[] request) {}

  /** The hub says something on a call; it may never arrive. */
  default void answered(Object call, String method, byte[] response) {}

  /** What the hub said arrives at the agent. */
  default void arrived(Object call, String method, byte[] response) {}
}
