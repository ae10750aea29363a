package dev.portolan.server.control;

import dev.portolan.registry.OriginId;
import dev.portolan.registry.Registration;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.Session;
import java.util.List;
import java.util.Set;

/** What asks the registry to change what is registered by RPC. Immutable. */
public sealed interface RegistrationEvent extends RegistryEvent {

  /** Whose registrations. */
  OriginId origin();

  /**
   * Instances, in place of what is registered under their names; not in place of what a session
   * with a higher incarnation has registered. Fails with {@link OriginTakenException} or {@link
   * QuotaException}.
   *
   * @param registrations of the origin
   * @param quota registrations that the origin may have
   */
  record Register(OriginId origin, List<Registration> registrations, int quota)
      implements RegistrationEvent {
    public Register {
      registrations = List.copyOf(registrations);
    }
  }

  /**
   * A session of the origin takes these back; not what a higher incarnation has registered.
   *
   * @param keys unknown ones have no effect
   */
  record Deregister(OriginId origin, Session session, Set<RegistrationKey> keys)
      implements RegistrationEvent {
    public Deregister {
      keys = Set.copyOf(keys);
    }
  }

  /**
   * Nobody has renewed these for their whole TTL.
   *
   * @param witnessed somebody else was heard meanwhile, so the silence is their sessions' own; else
   *     they are held
   */
  record Expire(OriginId origin, Set<RegistrationKey> keys, boolean witnessed)
      implements RegistrationEvent {
    public Expire {
      keys = Set.copyOf(keys);
    }
  }

  /**
   * Whoever lives has had the time to register again in this epoch: from here on what is not
   * registered is absent. No effect on an origin that is not registered.
   */
  record Settle(OriginId origin) implements RegistrationEvent {}
}
