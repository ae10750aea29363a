package dev.portolan.agent.session;

import java.time.Instant;

/**
 * How a link to the hub is, for health and status.
 *
 * @param since when the phase began
 * @param detail why it is down, for a person; empty when there is nothing to say
 */
public record LinkState(Phase phase, Instant since, String detail) {

  /** Whether the hub is heard on this link. */
  public boolean up() {
    return phase == Phase.UP;
  }

  /** The phases that matter to someone who looks from outside. */
  public enum Phase {
    /** Not connected yet, and nothing has failed yet. */
    CONNECTING,
    /** The hub answers. */
    UP,
    /** Lost or never reached; tried again. */
    DOWN,
    /** A newer process speaks for this origin; tried again, but rarely. */
    SUPERSEDED,
    /** Ended by this process. */
    CLOSED
  }
}
