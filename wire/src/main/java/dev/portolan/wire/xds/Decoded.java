package dev.portolan.wire.xds;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.LivenessKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.ResourceKey;
import dev.portolan.wire.Standing;
import java.util.ArrayList;
import java.util.List;

/**
 * A resource as the hub sent it.
 *
 * @param standing for a cluster: what the hub says of its origin; {@link Standing#NONE} for all
 *     others
 */
public record Decoded(Recorded<?> recorded, Standing standing) {
  /**
   * What belongs into a view: the record and, for a cluster, the origin's progress as far as the
   * hub tells it ({@code everComplete} only) and its liveness.
   */
  public List<Recorded<?>> records() {
    List<Recorded<?>> records = new ArrayList<>(List.of(recorded));
    if (recorded.resource() instanceof Cluster cluster) {
      OriginId origin = cluster.origin();
      Provenance provenance = recorded.provenance();
      records.add(
          new Recorded<>(
              new ReportProgress(new ReportKey(origin), 0, 0, false, standing.reported()),
              provenance));
      standing.liveness().ifPresent(liveness -> records.add(new Recorded<>(liveness, provenance)));
    }
    return records;
  }

  /** Keys of records that are not there any more, if they were. */
  public List<ResourceKey> absences() {
    return recorded.resource() instanceof Cluster cluster && standing.liveness().isEmpty()
        ? List.of(new LivenessKey(cluster.origin()))
        : List.of();
  }
}
