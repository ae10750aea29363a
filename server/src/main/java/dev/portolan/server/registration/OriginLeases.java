package dev.portolan.server.registration;

import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.Session;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions of one origin, and their leases. Of {@link Leases}, under its lock. */
final class OriginLeases {
  private final Map<RegistrationKey, Lease> leases = new HashMap<>();
  private final Map<Session, SessionLeases> sessions = new HashMap<>();

  @Nullable Lease find(RegistrationKey key) {
    return leases.get(key);
  }

  Optional<SessionLeases> find(Session session) {
    return Optional.ofNullable(sessions.get(session));
  }

  Collection<Lease> leases() {
    return leases.values();
  }

  Collection<SessionLeases> sessions() {
    return sessions.values();
  }

  /** The session, made if it is new. */
  SessionLeases session(Session session, long heard) {
    return sessions.computeIfAbsent(session, absent -> new SessionLeases(absent, heard));
  }

  void add(Lease lease) {
    remove(lease.key());
    leases.put(lease.key(), lease);
    lease.session().leases().add(lease);
    // It may have lost its last lease just now.
    sessions.put(lease.session().session(), lease.session());
  }

  void remove(RegistrationKey key) {
    Lease lease = leases.remove(key);
    if (lease != null) {
      lease.become(Lease.State.OVER);
      lease.session().leases().remove(lease);
      if (lease.session().leases().isEmpty()) {
        sessions.remove(lease.session().session());
      }
    }
  }

  boolean isEmpty() {
    return leases.isEmpty();
  }
}
