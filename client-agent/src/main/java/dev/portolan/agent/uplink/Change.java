package dev.portolan.agent.uplink;

import dev.portolan.registry.Recorded;
import dev.portolan.registry.ResourceKey;
import java.util.Optional;

/**
 * One change of the origin's own records.
 *
 * @param record the record as it is now; empty if it is gone
 */
record Change(ResourceKey key, Optional<Recorded<?>> record) {

  static Change put(Recorded<?> record) {
    return new Change(record.key(), Optional.of(record));
  }

  static Change removal(ResourceKey key) {
    return new Change(key, Optional.empty());
  }

  /** {@code <kind>/<path>}, as findings name their subject. */
  String subject() {
    String kind =
        switch (key.kind()) {
          case CLUSTER -> "cluster";
          case SERVICE -> "service";
          case SLICE -> "endpointslice";
          case VIRTUAL_MESH,
              FAILOVER_POLICY,
              TRAFFIC_POLICY,
              ACCESS_POLICY,
              REPORT,
              LIVENESS,
              HOLD,
              REGISTRATION,
              CAPACITY ->
              throw new IllegalStateException(key + " is not for an origin to report");
        };
    return kind + '/' + key.path();
  }
}
