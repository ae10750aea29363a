package dev.portolan.federation;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.VirtualMesh;
import java.util.List;
import java.util.Optional;

/**
 * A decision with what became of every origin that offers the host, whether or not the cluster may
 * use it.
 *
 * @param origins sorted by name
 */
public record HostExplanation(HostDecision decision, List<OriginFate> origins) {
  public HostExplanation {
    origins = List.copyOf(origins);
  }

  /**
   * Plans a host as {@link HostPlanner} does and keeps what it had in hand meanwhile.
   *
   * @param view as for the planner; it may hold more than the cluster is shown, as the hub's
   *     registry does
   */
  public static HostExplanation of(
      RegistrySnapshot view, OriginId cluster, Surroundings surroundings, HostKey host) {
    Trail trail = new Trail();
    HostDecision decision = HostPlanner.plan(view, cluster, surroundings, host, trail);
    Optional<VirtualMesh> mesh = view.meshOf(cluster);
    Vantage vantage = new Vantage(view, mesh.map(found -> found.key().name()).orElse(""), cluster);
    return new HostExplanation(
        decision,
        view.originsOf(host).stream()
            .map(origin -> trail.fate(vantage, mesh, decision, origin))
            .toList());
  }
}
