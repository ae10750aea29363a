package dev.portolan.server.preview;

import dev.portolan.federation.AccessDecision;
import dev.portolan.federation.AccessPlanner;
import dev.portolan.federation.HostDecision;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.HostPlanner;
import dev.portolan.federation.Surroundings;
import dev.portolan.registry.Finding;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.translate.AccessObjects;
import dev.portolan.translate.HostObjects;
import dev.portolan.translate.IstioRules;
import dev.portolan.translate.IstioTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a cluster's agent would want of one host.
 *
 * @param objects as YAML, by {@code <kind>/<namespace>/<name>}
 * @param problems rules of Istio's that some of them break; then the agent writes none
 */
record Intent(
    HostDecision decision,
    List<Finding> findings,
    SortedMap<String, String> objects,
    List<String> problems) {

  /**
   * As the agent decides.
   *
   * @param noted the revision that objects name: their notes are no difference
   */
  static Intent of(
      RegistrySnapshot view, OriginId cluster, Surroundings around, HostKey host, Revision noted) {
    HostDecision decision = HostPlanner.plan(view, cluster, around, host);
    AccessDecision access = AccessPlanner.plan(view, cluster, around, host);
    SortedMap<String, String> objects = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    if (decision instanceof HostPlan plan) {
      HostObjects translated = IstioTranslator.translate(plan, noted);
      problems.addAll(IstioRules.check(translated));
      objects.putAll(translated.yaml());
    }
    access
        .access()
        .ifPresent(
            said -> {
              problems.addAll(AccessObjects.problems(said, noted));
              objects.put(
                  "%s/%s/%s"
                      .formatted(
                          AccessObjects.KIND, host.namespace(), AccessObjects.objectName(host)),
                  AccessObjects.yaml(said, noted));
            });
    return new Intent(
        decision,
        Stream.concat(decision.findings().stream(), access.findings().stream()).toList(),
        objects,
        problems);
  }
}
