package dev.portolan.server.preview;

import dev.portolan.federation.AssumedSurroundings;
import dev.portolan.federation.HostDecision;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.HostPlanner;
import dev.portolan.federation.Surroundings;
import dev.portolan.federation.TouchedHosts;
import dev.portolan.registry.Cluster;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.translate.HostObjects;
import dev.portolan.translate.IstioRules;
import dev.portolan.translate.IstioTranslator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two registries, and what every cluster would have to change between them: by the planner, the
 * translation and the last gate that agents have. Pure.
 *
 * @param delta between the two
 */
record Comparison(RegistrySnapshot before, RegistrySnapshot after, RegistryDelta delta) {

  static Comparison of(RegistrySnapshot before, RegistrySnapshot after) {
    return new Comparison(before, after, RegistryDelta.between(before, after));
  }

  /** Clusters whose agents would plan, in either: members that have reported and are no sources. */
  SortedSet<OriginId> clusters() {
    return Stream.of(before, after)
        .flatMap(each -> each.virtualMeshes().stream())
        .map(Recorded::resource)
        .map(VirtualMesh::members)
        .flatMap(Collection::stream)
        .filter(after.origins()::containsKey)
        .filter(member -> after.cluster(member).flatMap(Cluster::source).isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the cluster has, if nobody has said it. */
  Surroundings assumed(OriginId cluster) {
    return AssumedSurroundings.of(after, cluster);
  }

  /** Hosts that would be others in a cluster, in order; planned one after the other as asked. */
  Stream<HostChange> hosts(OriginId cluster, Surroundings around) {
    return TouchedHosts.of(delta, before, after, cluster).stream()
        .map(host -> change(cluster, around, host))
        .filter(HostChange::any);
  }

  private HostChange change(OriginId cluster, Surroundings around, HostKey host) {
    HostDecision now = HostPlanner.plan(before, cluster, around, host);
    HostDecision then = HostPlanner.plan(after, cluster, around, host);
    List<Finding> findings = new ArrayList<>(then.findings());
    findings.removeAll(now.findings());
    SortedMap<String, String> there = objects(now);
    SortedMap<String, String> wanted = objects(then);
    List<String> problems = translated(then).map(IstioRules::check).orElse(List.of());
    if (!problems.isEmpty()) {
      findings.add(refused(host, problems));
      wanted = there;
    }
    return new HostChange(cluster, now, then, difference(there, wanted), findings);
  }

  private SortedMap<String, String> objects(HostDecision decision) {
    return translated(decision).map(HostObjects::yaml).orElseGet(TreeMap::new);
  }

  // At one revision: its note is no difference.
  private Optional<HostObjects> translated(HostDecision decision) {
    return decision instanceof HostPlan plan
        ? Optional.of(IstioTranslator.translate(plan, before.revision()))
        : Optional.empty();
  }

  private static List<ObjectChange> difference(
      SortedMap<String, String> there, SortedMap<String, String> wanted) {
    SortedSet<String> places = new TreeSet<>(there.keySet());
    places.addAll(wanted.keySet());
    List<ObjectChange> changes = new ArrayList<>();
    for (String place : places) {
      String old = there.getOrDefault(place, "");
      String fresh = wanted.getOrDefault(place, "");
      if (!old.equals(fresh)) {
        changes.add(ObjectChange.at(place, old, fresh));
      }
    }
    return changes;
  }

  private static Finding refused(HostKey host, List<String> problems) {
    return new Finding(
        FindingCode.OBJECT_REFUSED,
        "host/" + host,
        "the objects that the host should get would break rules of Istio's (%s), which is a fault of the agent; nothing would be written for this host"
            .formatted(String.join("; ", problems)));
  }
}
