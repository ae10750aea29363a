package dev.portolan.server.push.engine;

/** The way to one subscriber, without its protocol. Used by one thread at a time. */
public interface Outlet {

  /** Whether the transport takes more without queueing it. Turns true with a later wake-up. */
  boolean ready();

  /** Sends a whole encoded response; the bytes may be shared by many streams. */
  void send(byte[] response);

  /** The request after which none was to come is dealt with: the next one may come. */
  void requestNext();

  /** Ends the stream. */
  void end(Ending ending, String message);

  /** Why the hub ends a stream. */
  enum Ending {
    /** The subscriber has said its last word. */
    COMPLETED,
    /** A request breaks the protocol. */
    INVALID_REQUEST,
    /**
     * The resume token is of another epoch or too old, and the subscriber did not list what it
     * holds.
     */
    RESUME_IMPOSSIBLE,
    /**
     * The subscriber was brought to a revision that the registry does not hold: it goes on in
     * another epoch, and the subscriber is to come back to it.
     */
    EPOCH_ENDS,
    /** The hub serves as many as it can; later, or elsewhere. */
    OVERLOADED,
    /** The hub is going away; another one, or this one later, goes on. */
    GOING_AWAY,
    /** A bug of the hub; other streams go on. */
    BROKEN
  }
}
