package dev.portolan.server.query;

import dev.portolan.registry.RegistrationKey;
import java.time.Duration;
import java.util.Optional;

/** How what is registered is renewed. Thread-safe. */
@FunctionalInterface
public interface Renewals {

  /** How the renewal of a registration stands; empty for one that nobody has to renew. */
  Optional<Standing> of(RegistrationKey key);

  /**
   * How a renewal stands. Times are such in which the hub was awake.
   *
   * @param timely the session was heard within one and a half of the intervals at which it is to
   *     renew
   * @param silence since the session was heard; empty when it was not since the hub started
   * @param left of the TTL; zero when that is over
   */
  record Standing(boolean timely, Optional<Duration> silence, Duration left) {}
}
