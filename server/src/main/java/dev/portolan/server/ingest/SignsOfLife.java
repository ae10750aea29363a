package dev.portolan.server.ingest;

import dev.portolan.registry.OriginId;

/** Is told of everything that shows that an origin's agent is alive. Thread-safe, never blocks. */
@FunctionalInterface
public interface SignsOfLife {
  void heard(OriginId origin);
}
