package dev.portolan.server.query;

import dev.portolan.registry.OriginId;
import java.time.Duration;
import java.util.Optional;

/** What the hub still asks of origins that came back. Thread-safe. */
@FunctionalInterface
public interface Probations {

  /**
   * For how long an origin that is heard again has to stay so until it counts as live; empty unless
   * it is such a one.
   */
  Optional<Duration> of(OriginId origin);
}
