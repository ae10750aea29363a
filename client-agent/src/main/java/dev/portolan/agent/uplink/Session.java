package dev.portolan.agent.uplink;

import java.util.Optional;

/**
 * Where the uplink stands: {@code Connecting → Greeting → Listing → Live}, from Greeting straight
 * to Live when the hub has this incarnation's list, from any of them to {@code BackingOff} and from
 * there back to Connecting; {@code Closed} ends it. A transition exists only where it is legal.
 */
sealed interface Session {

  /** What the stream allows; empty while batches may not be sent. */
  default Optional<Limits> limits() {
    return Optional.empty();
  }

  /** A stream is open, or being opened. */
  sealed interface Open extends Session {
    default BackingOff lost() {
      return new BackingOff();
    }
  }

  /** The stream is not ready yet. */
  record Connecting() implements Open {
    Greeting greeted() {
      return new Greeting();
    }
  }

  /** Hello was said, the hub has not answered yet. */
  record Greeting() implements Open {
    Listing listing(Limits limits) {
      return new Listing(limits, false);
    }

    Live resumed(Limits limits) {
      return new Live(limits);
    }
  }

  /**
   * Everything is being sent.
   *
   * @param declared the hub was told that the list is complete, and has not confirmed it yet
   */
  record Listing(Limits allowed, boolean declared) implements Open {
    @Override
    public Optional<Limits> limits() {
      return Optional.of(allowed);
    }

    Listing declaredComplete() {
      if (declared) {
        throw new IllegalStateException("a list is declared complete once");
      }
      return new Listing(allowed, true);
    }

    Live confirmed() {
      return new Live(allowed);
    }
  }

  /** The hub has the complete list; changes follow. */
  record Live(Limits allowed) implements Open {
    @Override
    public Optional<Limits> limits() {
      return Optional.of(allowed);
    }
  }

  /** Waiting for the next attempt. */
  record BackingOff() implements Session {
    Connecting retry() {
      return new Connecting();
    }
  }

  /** Over. */
  record Closed() implements Session {}
}
