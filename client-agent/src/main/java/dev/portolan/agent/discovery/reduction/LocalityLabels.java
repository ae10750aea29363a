package dev.portolan.agent.discovery.reduction;

import dev.portolan.registry.Locality;
import dev.portolan.registry.Names;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads localities from labels. The first part that is missing or invalid ends one. */
final class LocalityLabels {
  private LocalityLabels() {}

  /** {@code istio-locality: region.zone.subzone}, for which dots stand in label values. */
  static Optional<Locality> ofPod(Map<String, String> labels) {
    String label = labels.getOrDefault("istio-locality", "");
    if (label.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(locality(Arrays.asList(label.split(label.contains("/") ? "/" : "\\.", 3))));
  }

  static Locality ofNode(Map<String, String> labels) {
    return locality(
        List.of(
            labels.getOrDefault("topology.kubernetes.io/region", ""),
            labels.getOrDefault("topology.kubernetes.io/zone", ""),
            labels.getOrDefault("topology.istio.io/subzone", "")));
  }

  private static Locality locality(List<String> parts) {
    Iterator<String> valid =
        parts.stream()
            .takeWhile(part -> !part.isEmpty() && Names.labelValueProblem(part).isEmpty())
            .iterator();
    return new Locality(next(valid), next(valid), next(valid));
  }

  private static String next(Iterator<String> parts) {
    return parts.hasNext() ? parts.next() : "";
  }
}
