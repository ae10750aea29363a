package dev.portolan.agent.apply;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to do so that one host's observed objects become the desired ones. Pure: the same input
 * gives the same operations in the same order.
 */
record ApplyPlan(List<Operation> operations, List<Finding> findings) {

  /**
   * @param host what should stand
   * @param held objects that the host has had so far; those that it no longer wants go
   * @param observed everything that stands
   */
  static ApplyPlan of(
      DesiredHost host, Collection<ObjectRef> held, Map<ObjectRef, ObservedObject> observed) {
    Set<ObjectRef> wanted =
        host.objects().stream().map(DesiredObject::ref).collect(Collectors.toSet());
    List<Operation> operations = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (DesiredObject object : host.objects()) {
      ObservedObject found = observed.get(object.ref());
      if (found == null) {
        operations.add(new Operation.Create(object));
      } else if (!found.ours()) {
        findings.add(collision(object.ref()));
      } else if (!found.specHash().equals(object.specHash())) {
        operations.add(new Operation.Update(object));
      }
    }
    for (ObjectRef ref : held) {
      ObservedObject found = observed.get(ref);
      if (!wanted.contains(ref) && found != null && found.ours()) {
        if (host.removable()) {
          operations.add(new Operation.Delete(ref));
        } else {
          findings.add(kept(ref));
        }
      }
    }
    Set<OriginId> kept = uncertainOrigins(host, wanted, held, observed);
    if (!operations.isEmpty() && !kept.isEmpty()) {
      // All or nothing: a ServiceEntry that stays needs the DestinationRule that it was written
      // with.
      findings.add(kept(operations.get(0).ref(), kept));
      return new ApplyPlan(List.of(), List.copyOf(findings));
    }
    operations.sort(Operation.ORDER);
    return new ApplyPlan(List.copyOf(operations), List.copyOf(findings));
  }

  private static Set<OriginId> uncertainOrigins(
      DesiredHost host,
      Set<ObjectRef> wanted,
      Collection<ObjectRef> held,
      Map<ObjectRef, ObservedObject> observed) {
    return Stream.concat(wanted.stream(), held.stream())
        .map(observed::get)
        .filter(Objects::nonNull)
        .filter(ObservedObject::ours)
        .flatMap(found -> found.origins().stream())
        .filter(host.uncertain()::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Finding kept(ObjectRef ref, Collection<OriginId> origins) {
    return new Finding(
        FindingCode.OBJECT_KEPT,
        ref.toString(),
        "carries endpoints of %s, which has not completed a report since the hub's registry began anew; the object stays as it is until it has"
            .formatted(origins));
  }

  static Finding kept(ObjectRef ref) {
    return new Finding(
        FindingCode.OBJECT_KEPT,
        ref.toString(),
        "is not wanted by what this agent's earlier process knew; it stays until the hub has been heard");
  }

  private static Finding collision(ObjectRef ref) {
    return new Finding(
        FindingCode.NAME_COLLISION,
        ref.toString(),
        "stands there without the label app.kubernetes.io/managed-by=portolan-agent, so it is not touched and this host is not written; rename or remove it");
  }
}
