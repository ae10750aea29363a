package dev.portolan.agent.uplink;

import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.v1.Welcome;
import dev.portolan.wire.ExportRequestsCodec;
import dev.portolan.wire.SurroundingsEncoder;
import java.time.Duration;
import java.util.Set;

/**
 * What one stream allows.
 *
 * @param maxItems items in a batch
 * @param maxBytes encoded size of a request
 * @param heartbeat interval of heartbeats, both ways
 * @param takesSurroundings the hub knows what to do with them
 * @param requests ways of asking to be exported that the hub keeps
 * @param exteriors the hub keeps what is special about workloads outside the meshes
 * @param takesTrust the hub keeps whom the cluster's mesh trusts
 */
record Limits(
    int maxItems,
    int maxBytes,
    Duration heartbeat,
    boolean takesSurroundings,
    Set<OptIn> requests,
    boolean exteriors,
    boolean takesTrust) {
  /** No message is larger than this, whatever the hub allows: a large one keeps others waiting. */
  static final int MAX_BYTES = 256 << 10;

  /** Room for what surrounds the items of a batch in a request. */
  static final int ENVELOPE = 32;

  /** Until the hub has said its own. */
  static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(5);

  private static final int DEFAULT_ITEMS = 500;

  /** As the hub said; where it said nothing, our own. */
  static Limits of(Welcome welcome) {
    int items = welcome.getMaxBatchItems();
    int bytes = welcome.getMaxRequestBytes();
    var interval = welcome.getHeartbeatInterval();
    Duration heartbeat = Duration.ofSeconds(interval.getSeconds(), interval.getNanos());
    return new Limits(
        items > 0 ? items : DEFAULT_ITEMS,
        bytes > 0 ? Math.min(bytes, MAX_BYTES) : MAX_BYTES,
        heartbeat.compareTo(Duration.ZERO) > 0 ? heartbeat : DEFAULT_HEARTBEAT,
        welcome.getTakesSurroundings() && (bytes <= 0 || bytes >= SurroundingsEncoder.LEAST_BYTES),
        ExportRequestsCodec.taken(welcome),
        welcome.getTakesExteriors(),
        welcome.getTakesMeshTrust());
  }
}
