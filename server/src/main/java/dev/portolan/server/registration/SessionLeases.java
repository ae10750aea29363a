package dev.portolan.server.registration;

import dev.portolan.registry.Session;
import java.util.HashSet;
import java.util.Set;

/** What one session has to renew. Of {@link Leases}, under its lock. */
final class SessionLeases {
  /** Before all times of the hub, and far enough from overflow. */
  static final long NEVER = Long.MIN_VALUE / 4;

  private final Session session;
  private final Set<Lease> leases = new HashSet<>();
  private long heard;

  /**
   * A session without leases.
   *
   * @param heard when it was heard, {@link #NEVER} when not in this life of the hub
   */
  SessionLeases(Session session, long heard) {
    this.session = session;
    this.heard = heard;
  }

  Session session() {
    return session;
  }

  Set<Lease> leases() {
    return leases;
  }

  long heard() {
    return heard;
  }

  void hear(long now) {
    heard = Math.max(heard, now);
  }

  /** How many of its registrations are renewed with it. */
  int live() {
    return (int) leases.stream().filter(lease -> lease.state() == Lease.State.LIVE).count();
  }

  /** Sequence of the last change of what it has registered; 0 when that is nothing. */
  long lastChange() {
    return leases.stream().mapToLong(Lease::changed).max().orElse(0);
  }

  /** The shortest TTL that it has to keep; that of no lease is the longest of all. */
  long shortestTtl() {
    return leases.stream().mapToLong(Lease::ttl).min().orElse(Long.MAX_VALUE);
  }
}
