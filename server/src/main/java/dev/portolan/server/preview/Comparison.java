package dev.portolan.server.preview;

import dev.portolan.federation.AccessPlanner;
import dev.portolan.federation.AssumedSurroundings;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
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
    SortedSet<HostKey> touched = new TreeSet<>(TouchedHosts.of(delta, before, after, cluster));
    if (AccessPlanner.inForce(before, cluster) || AccessPlanner.inForce(after, cluster)) {
      // Who may call one Service of some pods may call the others of theirs.
      touched.addAll(around.sharing(touched));
    }
    return touched.stream().map(host -> change(cluster, around, host)).filter(HostChange::any);
  }

  private HostChange change(OriginId cluster, Surroundings around, HostKey host) {
    Intent now = Intent.of(before, cluster, around, host, before.revision());
    Intent then = Intent.of(after, cluster, around, host, before.revision());
    List<Finding> findings = new ArrayList<>(then.findings());
    findings.removeAll(now.findings());
    List<String> problems = then.manifests().problems();
    if (!problems.isEmpty()) {
      findings.add(refused(host, problems));
    }
    return new HostChange(
        cluster,
        now.decision(),
        then.decision(),
        difference(now.manifests().yaml(), (problems.isEmpty() ? then : now).manifests().yaml()),
        findings);
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
