package dev.portolan.agent.view;

import dev.portolan.agent.apply.ApplyFindings;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.VirtualMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a view cannot be certain of, said for a person, and what must stay because of it. Pure. */
final class Doubts {
  private Doubts() {}

  static List<Finding> of(ClusterView view) {
    List<Finding> doubts = new ArrayList<>();
    if (!view.heard()) {
      doubts.add(
          new Finding(
              FindingCode.VIEW_REMEMBERED,
              "cluster/" + view.self(),
              "the hub has not been heard since this agent was started; it works from revision %s, which the process before received, follows local changes and removes nothing"
                  .formatted(view.believed().revision())));
    }
    if (view.meshForgotten()) {
      doubts.add(
          new Finding(
              FindingCode.ORIGIN_NOT_REPORTED,
              "cluster/" + view.self(),
              "the hub began a new epoch that knows no virtual mesh of this cluster; everything stays as it was. Give the hub its virtual meshes again"));
    }
    if (view.heard() && !view.placed() && !view.silent().isEmpty()) {
      doubts.add(
          new Finding(
              FindingCode.ORIGIN_NOT_REPORTED,
              "cluster/" + view.self(),
              "the hub does not know this cluster's network yet, so it cannot choose which endpoints to send here; what was known of the others is kept. Look at the agent's uplink if it stays"));
    }
    if (view.keptRequests() > 0) {
      doubts.add(
          new Finding(
              FindingCode.EXPORT_REQUESTS_KEPT,
              "cluster/" + view.self(),
              "whether %d of its services still ask to be exported cannot be read at the moment; they did when it was read last, and that counts on. Look at the findings about the API server, or take serviceExport out of exports.optIn of the virtual mesh"
                  .formatted(view.keptRequests())));
    }
    for (OriginId origin : view.silentByThemselves()) {
      doubts.add(
          new Finding(
              FindingCode.ORIGIN_NOT_REPORTED,
              "cluster/" + origin,
              "is a member of the virtual mesh and has not completed a report to this hub; what was known of it is kept"));
    }
    view.merged()
        .meshOf(view.self())
        .ifPresent(
            mesh ->
                mesh.members().stream()
                    .filter(origin -> !origin.equals(view.self()))
                    .flatMap(origin -> view.merged().liveness(origin).stream())
                    .forEach(liveness -> doubts.add(silent(liveness, mesh))));
    return doubts;
  }

  private static Finding silent(Liveness liveness, VirtualMesh mesh) {
    return liveness.lost()
        ? new Finding(
            FindingCode.CLUSTER_LOST,
            "cluster/" + liveness.origin(),
            "the hub has not heard its agent since %s, and its lease has ended; the partition rule of virtual mesh %s is: %s. Look at the cluster, its agent and the way to the hub"
                .formatted(liveness.silentSince(), mesh.key().name(), mesh.partition().rule()))
        : new Finding(
            FindingCode.CLUSTER_STALE,
            "cluster/" + liveness.origin(),
            "the hub has not heard its agent since %s; its lease still runs, and what is known of it is kept"
                .formatted(liveness.silentSince()));
  }

  /** Why objects of ours that no host wants must stay; nothing when they may go. */
  static Optional<Finding> reasonToKeep(
      ClusterView view, Set<OriginId> origins, String epoch, ObjectRef ref) {
    if (!view.heard()) {
      return Optional.of(ApplyFindings.kept(ref));
    }
    if (view.merged().meshOf(view.self()).isEmpty()
        && !epoch.equals(view.merged().revision().epoch())) {
      return Optional.of(
          new Finding(
              FindingCode.OBJECT_KEPT,
              ref.toString(),
              "was written in another epoch of the hub, and this one knows no virtual mesh of the cluster. Give the hub its virtual meshes, or remove the object by hand"));
    }
    if (ref.kind().equals(ObjectRef.ACCESS)
        && !epoch.isEmpty()
        && !epoch.equals(view.merged().revision().epoch())) {
      return Optional.of(ApplyFindings.accessKept(ref));
    }
    Set<OriginId> uncertain = new TreeSet<>(origins);
    uncertain.retainAll(view.uncertain());
    return uncertain.isEmpty() ? Optional.empty() : Optional.of(ApplyFindings.kept(ref, uncertain));
  }
}
