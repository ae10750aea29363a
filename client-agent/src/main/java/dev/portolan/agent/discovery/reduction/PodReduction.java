package dev.portolan.agent.discovery.reduction;

import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.agent.discovery.objects.ObservedPod;
import dev.portolan.registry.Endpoint.MeshMode;
import dev.portolan.registry.Names;
import dev.portolan.registry.Sorted;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reduces Pods to identity, part in the mesh, place, labels and view. */
final class PodReduction {
  private static final List<String> SELECTION_LABELS =
      List.of(
          "app",
          "version",
          "app.kubernetes.io/name",
          "app.kubernetes.io/version",
          "service.istio.io/canonical-name",
          "service.istio.io/canonical-revision");

  private PodReduction() {}

  static ObservedPod reduce(ObjectRef ref, Pod pod) {
    PodSpec spec = pod.getSpec() == null ? new PodSpec() : pod.getSpec();
    return new ObservedPod(
        ref,
        serviceAccount(spec),
        meshMode(pod, spec),
        LocalityLabels.ofPod(ObjectReduction.labels(pod)),
        Text.orEmpty(spec.getNodeName()),
        selection(ObjectReduction.labels(pod)),
        NetworkViewReduction.reduce(spec));
  }

  private static String serviceAccount(PodSpec spec) {
    String account = Text.orEmpty(spec.getServiceAccountName());
    if (account.isEmpty()) {
      return "default";
    }
    return Names.subdomainProblem(account).isPresent() ? "" : account;
  }

  // The injector sets the label, the ambient CNI the annotation. Neither captures the traffic of a
  // pod on the host's network, whatever was copied onto it.
  private static MeshMode meshMode(Pod pod, PodSpec spec) {
    if (Boolean.TRUE.equals(spec.getHostNetwork())) {
      return MeshMode.NONE;
    }
    if ("istio".equals(ObjectReduction.labels(pod).get("security.istio.io/tlsMode"))) {
      return MeshMode.SIDECAR;
    }
    String redirection = ObjectReduction.annotations(pod).get("ambient.istio.io/redirection");
    return "enabled".equals(redirection) ? MeshMode.AMBIENT : MeshMode.NONE;
  }

  private static SortedMap<String, String> selection(Map<String, String> labels) {
    Map<String, String> kept = new TreeMap<>();
    for (String key : SELECTION_LABELS) {
      String value = labels.get(key);
      if (value != null && Names.labelValueProblem(value).isEmpty()) {
        kept.put(key, value);
      }
    }
    return Sorted.map(kept);
  }
}
