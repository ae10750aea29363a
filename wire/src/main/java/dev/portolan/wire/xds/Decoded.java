package dev.portolan.wire.xds;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import java.util.List;

/**
 * A resource as the hub sent it.
 *
 * @param reported for a cluster: the origin has completed a report in this epoch, so the absence of
 *     its records means something; false for all others
 */
public record Decoded(Recorded<?> recorded, boolean reported) {
  /**
   * What belongs into a view: the record and, for a cluster, the origin's progress as far as the
   * hub tells it ({@code everComplete} only).
   */
  public List<Recorded<?>> records() {
    if (!(recorded.resource() instanceof Cluster cluster)) {
      return List.of(recorded);
    }
    OriginId origin = cluster.origin();
    ReportProgress progress = new ReportProgress(new ReportKey(origin), 0, 0, false, reported);
    return List.of(recorded, new Recorded<>(progress, recorded.provenance()));
  }
}
