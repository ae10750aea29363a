package dev.portolan.agent.apply;

import dev.portolan.registry.OriginId;
import dev.portolan.translate.CanonicalYaml;
import dev.portolan.translate.Marks;
import io.fabric8.istio.api.networking.v1.ServiceEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads from an object what a reconciler needs to know of it. */
final class Observation {
  private Observation() {}

  /**
   * An object as it was found; the hash is that of the spec found, whatever the annotation says.
   */
  static ObservedObject of(HasMetadata object) {
    Map<String, String> labels = orEmpty(object.getMetadata().getLabels());
    if (!Marks.MANAGED_BY_AGENT.equals(labels.get(Marks.MANAGED_BY))) {
      return foreign(ObjectRef.of(object));
    }
    Map<String, String> annotations = orEmpty(object.getMetadata().getAnnotations());
    String revision = annotations.getOrDefault(Marks.REVISION, "");
    int dot = revision.indexOf('.');
    return new ObservedObject(
        ObjectRef.of(object),
        true,
        CanonicalYaml.specHash(object),
        dot < 0 ? "" : revision.substring(0, dot),
        origins(object));
  }

  /** Something that is not ours. */
  static ObservedObject foreign(ObjectRef ref) {
    return new ObservedObject(ref, false, "", "", Set.of());
  }

  private static Set<OriginId> origins(HasMetadata object) {
    if (!(object instanceof ServiceEntry entry) || entry.getSpec() == null) {
      return Set.of();
    }
    return entry.getSpec().getEndpoints().stream()
        .map(endpoint -> orEmpty(endpoint.getLabels()).get(Marks.CLUSTER))
        .flatMap(name -> Optional.ofNullable(name).stream())
        .map(OriginId::new)
        .collect(Collectors.toSet());
  }

  private static Map<String, String> orEmpty(Map<String, String> entries) {
    return entries == null ? Map.of() : entries;
  }
}
