package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.work.Operation;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.translate.Marks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The steps for the objects that say who may call a host's workloads. They stand apart from those
 * by which the host is reached: a refused one of the ones keeps back none of the others. What is
 * not said opens nothing and closes nothing: a hub in a new epoch that has no policy for the host
 * may have lost it, so what was written by one of another epoch stays; and what an agent only
 * remembers shuts nobody out anew (ADR 0044). Pure.
 */
final class AccessSteps {
  private AccessSteps() {}

  /** Whether an object is one of these. */
  static boolean is(ObjectRef ref) {
    return ref.kind().equals(ObjectRef.ACCESS);
  }

  /** As {@link ApplyPlan#of}; objects of other kinds are left aside. */
  static ApplyPlan of(
      DesiredHost host, Collection<ObjectRef> held, Map<ObjectRef, ObservedObject> observed) {
    List<DesiredObject> wanted =
        host.objects().stream().filter(object -> is(object.ref())).toList();
    Set<ObjectRef> refs = wanted.stream().map(DesiredObject::ref).collect(Collectors.toSet());
    List<ObjectRef> gone = held.stream().filter(ref -> is(ref) && !refs.contains(ref)).toList();
    if (wanted.isEmpty() && gone.isEmpty()) {
      return new ApplyPlan(List.of(), List.of());
    }
    List<Operation> operations = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    wanted.forEach(object -> write(host, object, observed.get(object.ref()), operations, findings));
    for (ObjectRef ref : gone) {
      ObservedObject found = observed.get(ref);
      if (found != null) {
        remove(host, found, operations, findings);
      }
    }
    Set<OriginId> unheard = ApplyPlan.uncertainOrigins(host, refs, gone, observed);
    if (!operations.isEmpty() && !unheard.isEmpty()) {
      findings.add(ApplyFindings.kept(operations.get(0).ref(), unheard));
      operations.clear();
    }
    return new ApplyPlan(List.copyOf(operations), List.copyOf(findings));
  }

  private static void write(
      DesiredHost host,
      DesiredObject object,
      @Nullable ObservedObject found,
      List<Operation> operations,
      List<Finding> findings) {
    if (found == null && !host.removable()) {
      // It may have been removed since, by what the process before did not come to remember.
      findings.add(ApplyFindings.unheard(object.ref()));
    } else if (found == null) {
      operations.add(new Operation.Create(object));
    } else if (found.custody() == Custody.FOREIGN) {
      findings.add(ApplyFindings.collision(object.ref()));
    } else if (found.custody() == Custody.UNMANAGED) {
      findings.add(ApplyFindings.unmanaged(object.ref()));
    } else if (found.fingerprint().equals(object.fingerprint())
        && !ofOtherEpoch(found, object.epoch())) {
      return;
    } else if (!host.removable() && newer(found, object)) {
      findings.add(ApplyFindings.overtaken(object.ref()));
    } else if (!found.fingerprint().equals(object.fingerprint())) {
      if (ofOtherEpoch(found, object.epoch()) && byDefault(object)) {
        findings.add(ApplyFindings.accessKept(object.ref()));
      } else {
        operations.add(new Operation.Update(object, found));
      }
    } else {
      // This epoch says the same: from now on its silence means something.
      operations.add(new Operation.Update(object, found));
    }
  }

  private static void remove(
      DesiredHost host, ObservedObject found, List<Operation> operations, List<Finding> findings) {
    if (found.custody() == Custody.UNMANAGED) {
      findings.add(ApplyFindings.unmanaged(found.ref()));
    } else if (found.ours() && !host.removable()) {
      findings.add(ApplyFindings.kept(found.ref()));
    } else if (found.ours() && ofOtherEpoch(found, host.epoch())) {
      findings.add(ApplyFindings.accessKept(found.ref()));
    } else if (found.ours()) {
      operations.add(new Operation.Delete(found));
    }
  }

  /**
   * Whether more was known when an object was written than now: what an earlier process remembers
   * may lack the last that it learnt, and must let nobody in again who was shut out since.
   */
  private static boolean newer(ObservedObject found, DesiredObject object) {
    return ofOtherEpoch(found, object.epoch()) || found.sequence() > object.sequence();
  }

  private static boolean ofOtherEpoch(ObservedObject found, String epoch) {
    return !found.epoch().isEmpty() && !found.epoch().equals(epoch);
  }

  /** Nobody wrote a policy; the virtual mesh lets nobody in without one. */
  private static boolean byDefault(DesiredObject object) {
    return !object.tree().path("metadata").path("annotations").has(Marks.ACCESS_POLICY);
  }
}
