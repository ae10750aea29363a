package dev.portolan.translate;

import dev.portolan.registry.OriginId;
import io.fabric8.istio.api.api.networking.v1alpha3.WorkloadEntry;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Notes on objects whom they depend on, for an agent that knows nothing else: origins with
 * endpoints in an object can be read from these, the others are named in an annotation (ADR 0020).
 */
public final class Dependence {
  private Dependence() {}

  /**
   * Notes it on a host's objects.
   *
   * @param shapedBy origins without which the plan might be another
   */
  public static void note(HostObjects objects, Set<OriginId> shapedBy) {
    objects.all().forEach(object -> note(object, shapedBy));
  }

  private static void note(HasMetadata object, Set<OriginId> shapedBy) {
    SortedSet<OriginId> unseen = new TreeSet<>(shapedBy);
    if (object instanceof ServiceEntry entry) {
      for (WorkloadEntry endpoint : entry.getSpec().getEndpoints()) {
        String origin = endpoint.getLabels().get(Marks.CLUSTER);
        if (origin != null) {
          unseen.remove(new OriginId(origin));
        }
      }
    }
    if (!unseen.isEmpty()) {
      object
          .getMetadata()
          .getAnnotations()
          .put(
              Marks.SHAPED_BY,
              unseen.stream().map(OriginId::value).collect(Collectors.joining(",")));
    }
  }
}
