package dev.portolan.server.registration;

import dev.portolan.registry.RegistrationKey;

/**
 * For how long one registration stays without a renewal. Times are nanoseconds in which the hub was
 * awake. Of {@link Leases}, under its lock.
 */
final class Lease {
  private final RegistrationKey key;
  private final long changed;
  private final long ttl;
  private final long begun;
  private final SessionLeases session;
  private State state = State.LIVE;
  private long check;

  /** Where a lease stands. */
  enum State {
    /** Renewals count. */
    LIVE,
    /** The registry is asked to end it; renewals do not count until it has answered. */
    ASKED,
    /** It has ended, and its registration is held: it counts again when it is registered again. */
    HELD,
    /** Its registration is gone, or has another lease. */
    OVER
  }

  /**
   * A lease that begins.
   *
   * @param changed sequence with which the registration became what it is
   */
  Lease(RegistrationKey key, long changed, long ttl, long begun, SessionLeases session) {
    this.key = key;
    this.changed = changed;
    this.ttl = ttl;
    this.begun = begun;
    this.session = session;
    this.check = begun + ttl;
  }

  RegistrationKey key() {
    return key;
  }

  long changed() {
    return changed;
  }

  long ttl() {
    return ttl;
  }

  SessionLeases session() {
    return session;
  }

  State state() {
    return state;
  }

  void become(State next) {
    state = next;
  }

  /** When it has to be looked at next. */
  long check() {
    return check;
  }

  void checkAt(long time) {
    check = time;
  }

  /**
   * When it ends.
   *
   * @param floor before this nobody is blamed for silence
   */
  long deadline(long floor) {
    return Math.max(Math.max(session.heard(), begun), floor) + ttl;
  }
}
