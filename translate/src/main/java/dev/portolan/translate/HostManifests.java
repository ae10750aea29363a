package dev.portolan.translate;

import dev.portolan.federation.AccessDecision;
import dev.portolan.federation.HostDecision;
import dev.portolan.federation.HostPlan;
import dev.portolan.registry.Revision;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All objects of one host in one cluster as text, for whoever shows them and writes none.
 *
 * @param yaml each as {@link CanonicalYaml}, by {@code <kind>/<namespace>/<name>}
 * @param problems rules of Istio's that some of them break; see {@link IstioRules}
 */
public record HostManifests(SortedMap<String, String> yaml, List<String> problems) {

  /**
   * The objects that decisions lead to.
   *
   * @param revision of the registry at which they were made; noted in each object
   */
  public static HostManifests of(HostDecision decision, AccessDecision access, Revision revision) {
    SortedMap<String, String> yaml = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    if (decision instanceof HostPlan plan) {
      HostObjects objects = IstioTranslator.translate(plan, revision);
      problems.addAll(IstioRules.check(objects));
      objects.all().forEach(object -> add(object, yaml));
    }
    access
        .access()
        .map(said -> AccessObjects.translate(said, revision))
        .ifPresent(
            object -> {
              problems.addAll(IstioRules.check(object));
              add(object, yaml);
            });
    return new HostManifests(yaml, problems);
  }

  private static void add(HasMetadata object, SortedMap<String, String> yaml) {
    yaml.put(
        "%s/%s/%s"
            .formatted(
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName()),
        new String(CanonicalYaml.write(object), StandardCharsets.UTF_8));
  }
}
