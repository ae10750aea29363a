package dev.portolan.agent.discovery.objects;

import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.Locality;
import dev.portolan.registry.Sorted;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A pod.
 *
 * @param serviceAccount empty when it has no valid one
 * @param locality from its own label, which goes before its node's
 * @param node where it runs, empty before it is scheduled
 * @param labels those that routing may select on, no others: they churn
 * @param view what its proxy is shown, if it is a gateway; empty where the object does not tell
 */
public record ObservedPod(
    ObjectRef ref,
    String serviceAccount,
    MeshMode meshMode,
    Optional<Locality> locality,
    String node,
    SortedMap<String, String> labels,
    Optional<NetworkView> view)
    implements Observed {
  public ObservedPod {
    labels = Sorted.map(labels);
  }
}
