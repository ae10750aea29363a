package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.work.Operation;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import dev.portolan.translate.StubServices;
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
   * The steps for one host. Objects that it no longer wants go once all that it wants stand, so
   * that a host which is renamed is never without one. A host that gets more ServiceEntries gets
   * them before the others give endpoints away to them, so that each endpoint is always in one.
   *
   * @param host what should stand
   * @param held objects that the host has had so far; those that it no longer wants go
   * @param observed everything that stands
   */
  static ApplyPlan of(
      DesiredHost host, Collection<ObjectRef> held, Map<ObjectRef, ObservedObject> observed) {
    ApplyPlan access = AccessSteps.of(host, held, observed);
    ApplyPlan reached =
        reached(
            host.with(
                host.objects().stream().filter(object -> !AccessSteps.is(object.ref())).toList()),
            held.stream().filter(ref -> !AccessSteps.is(ref)).toList(),
            observed);
    List<Operation> operations = new ArrayList<>(reached.operations());
    operations.addAll(access.operations());
    operations.sort(Operation.ORDER);
    List<Finding> findings = new ArrayList<>(reached.findings());
    findings.addAll(access.findings());
    return new ApplyPlan(List.copyOf(operations), List.copyOf(findings));
  }

  /** The steps for the objects by which clients reach the host. */
  private static ApplyPlan reached(
      DesiredHost host, Collection<ObjectRef> held, Map<ObjectRef, ObservedObject> observed) {
    Set<ObjectRef> wanted =
        host.objects().stream().map(DesiredObject::ref).collect(Collectors.toSet());
    List<Operation> operations = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (DesiredObject object : host.objects()) {
      ObservedObject found = observed.get(object.ref());
      if (found == null) {
        operations.add(new Operation.Create(object));
      } else if (found.custody() == Custody.FOREIGN) {
        findings.add(ApplyFindings.collision(object.ref()));
      } else if (found.custody() == Custody.UNMANAGED) {
        findings.add(ApplyFindings.unmanaged(object.ref()));
      } else if (!found.fingerprint().equals(object.fingerprint())) {
        operations.add(new Operation.Update(object, found));
      }
    }
    growBeforeItShrinks(operations);
    serviceLast(operations);
    routesLast(operations);
    boolean stands = operations.isEmpty();
    List<Operation> removals = removals(host, wanted, held, observed, findings);
    if (!wanted.isEmpty() && removals.stream().anyMatch(ApplyPlan::routes)) {
      // What asks for a subset goes before the subset does. Without it the host is reached as ever.
      removals.removeIf(step -> !routes(step));
      operations.clear();
      operations.addAll(removals);
    } else if (stands) {
      serviceFirst(removals);
      operations.addAll(removals);
    }
    Set<OriginId> kept = uncertainOrigins(host, wanted, held, observed);
    if (!operations.isEmpty() && !kept.isEmpty()) {
      // All or nothing: a ServiceEntry that stays needs the DestinationRule that it was written
      // with.
      operations.sort(Operation.ORDER);
      findings.add(ApplyFindings.kept(operations.get(0).ref(), kept));
      return new ApplyPlan(List.of(), List.copyOf(findings));
    }
    operations.sort(Operation.ORDER);
    return new ApplyPlan(List.copyOf(operations), List.copyOf(findings));
  }

  private static void growBeforeItShrinks(List<Operation> operations) {
    boolean grows =
        operations.stream().anyMatch(step -> step instanceof Operation.Create && carries(step));
    if (grows) {
      operations.removeIf(step -> step instanceof Operation.Update && carries(step));
    }
  }

  // Clients find a Service by its name, so it comes when there is something behind it...
  private static void serviceLast(List<Operation> operations) {
    if (!operations.stream().allMatch(ApplyPlan::named)) {
      operations.removeIf(ApplyPlan::named);
    }
  }

  // ... and what is behind it goes when the Service is gone.
  private static void serviceFirst(List<Operation> removals) {
    if (removals.stream().anyMatch(ApplyPlan::named)) {
      removals.removeIf(step -> !named(step));
    }
  }

  // Routes ask for subsets, which are there when the rest stands; where there are to be none any
  // more, routes that ask for none come first.
  private static void routesLast(List<Operation> operations) {
    boolean subsets =
        operations.stream()
            .noneMatch(step -> step instanceof Operation.Update update && withoutSubsets(update));
    boolean asking = operations.stream().anyMatch(ApplyPlan::routes);
    if (asking && !subsets && operations.stream().noneMatch(ApplyPlan::newRoutes)) {
      operations.removeIf(step -> !routes(step));
    } else if (!operations.stream().allMatch(ApplyPlan::routes)) {
      operations.removeIf(ApplyPlan::routes);
    }
  }

  private static boolean newRoutes(Operation step) {
    return step instanceof Operation.Create && routes(step);
  }

  private static boolean withoutSubsets(Operation.Update update) {
    return update.ref().kind().equals("DestinationRule")
        && update.desired().tree().path("spec").path("subsets").isEmpty();
  }

  private static boolean routes(Operation step) {
    return step.ref().kind().equals(ObjectRef.ROUTES);
  }

  private static boolean named(Operation step) {
    return step.ref().kind().equals(StubServices.KIND);
  }

  private static boolean carries(Operation step) {
    return step.ref().kind().equals("ServiceEntry");
  }

  private static List<Operation> removals(
      DesiredHost host,
      Set<ObjectRef> wanted,
      Collection<ObjectRef> held,
      Map<ObjectRef, ObservedObject> observed,
      List<Finding> findings) {
    List<Operation> removals = new ArrayList<>();
    for (ObjectRef ref : held) {
      ObservedObject found = observed.get(ref);
      if (wanted.contains(ref) || found == null) {
        continue;
      }
      if (found.ours() && !host.removable()) {
        findings.add(ApplyFindings.kept(ref));
      } else if (found.ours()) {
        removals.add(new Operation.Delete(found));
      } else if (found.custody() == Custody.UNMANAGED) {
        findings.add(ApplyFindings.unmanaged(ref));
      }
    }
    return removals;
  }

  /** Origins of which nothing can be told, of all that stands or is to stand. */
  static Set<OriginId> uncertainOrigins(
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
}
