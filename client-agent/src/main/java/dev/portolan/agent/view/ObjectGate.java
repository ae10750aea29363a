package dev.portolan.agent.view;

import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.federation.HostAccess;
import dev.portolan.federation.HostPlan;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Revision;
import dev.portolan.translate.AccessObjects;
import dev.portolan.translate.Dependence;
import dev.portolan.translate.HostObjects;
import dev.portolan.translate.IstioRules;
import java.util.List;
import java.util.Set;

/**
 * The last gate before objects are handed on to be written: a host whose objects break one of
 * {@link IstioRules} does not pass. That is a fault of ours and must cost the host its change, not
 * the mesh its control plane. Pure, if its translation is.
 */
final class ObjectGate {
  private final Translation translation;

  ObjectGate(Translation translation) {
    this.translation = translation;
  }

  /** How plans become objects. */
  @FunctionalInterface
  interface Translation {
    HostObjects translate(HostPlan plan, Revision revision);
  }

  /**
   * What became of a plan.
   *
   * @param objects to be written; empty when there are problems
   * @param problems rules that the objects break, in a person's words
   */
  record Outcome(List<DesiredObject> objects, List<String> problems) {
    Outcome {
      objects = List.copyOf(objects);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Translates and checks a plan.
   *
   * @param shapedBy origins without which the plan might be another, those of its destinations
   *     among them
   */
  Outcome pass(HostPlan plan, Set<OriginId> shapedBy, Revision revision) {
    HostObjects objects = translation.translate(plan, revision);
    List<String> problems = IstioRules.check(objects);
    if (!problems.isEmpty()) {
      return new Outcome(List.of(), problems);
    }
    Dependence.note(objects, shapedBy);
    // One set for all of a host's objects.
    Set<OriginId> origins = Set.copyOf(shapedBy);
    return new Outcome(
        objects.all().stream()
            .map(
                object ->
                    DesiredObject.of(
                        object, revision.epoch(), origins, plan.form().makesNamespace()))
            .toList(),
        List.of());
  }

  /** Translates and checks who may call a host. */
  Outcome pass(HostAccess access, Revision revision) {
    var object = AccessObjects.translate(access, revision);
    List<String> problems = IstioRules.check(object);
    return problems.isEmpty()
        ? new Outcome(
            List.of(DesiredObject.of(object, revision.epoch(), access.shapedBy())), List.of())
        : new Outcome(List.of(), problems);
  }
}
