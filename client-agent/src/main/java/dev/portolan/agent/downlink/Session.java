package dev.portolan.agent.downlink;

/**
 * Where the downlink stands: {@code Connecting → Subscribing → Live}, from any of them to {@code
 * BackingOff} and from there back to Connecting, or straight back when the hub only asks to be told
 * more; {@code Closed} ends it. A transition exists only where it is legal.
 */
sealed interface Session {

  /** A stream is open, or being opened. */
  sealed interface Open extends Session {
    default BackingOff lost() {
      return new BackingOff();
    }

    /** The hub cannot resume by revision; it is asked again, by contents. */
    default Connecting resumeByVersions() {
      return new Connecting();
    }
  }

  /** The stream is not ready yet. */
  record Connecting() implements Open {
    Subscribing subscribed() {
      return new Subscribing();
    }
  }

  /** Everything is asked for, nothing has come yet. */
  record Subscribing() implements Open {
    Live answered() {
      return new Live();
    }
  }

  /** The hub answers. */
  record Live() implements Open {}

  /** Waiting for the next attempt. */
  record BackingOff() implements Session {
    Connecting retry() {
      return new Connecting();
    }
  }

  /** Over. */
  record Closed() implements Session {}
}
