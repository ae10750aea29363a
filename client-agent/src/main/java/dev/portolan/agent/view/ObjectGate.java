package dev.portolan.agent.view;

import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.federation.Destination;
import dev.portolan.federation.HostPlan;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Revision;
import dev.portolan.translate.HostObjects;
import dev.portolan.translate.IstioRules;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  Outcome pass(HostPlan plan, Revision revision) {
    HostObjects objects = translation.translate(plan, revision);
    List<String> problems = IstioRules.check(objects);
    if (!problems.isEmpty()) {
      return new Outcome(List.of(), problems);
    }
    Set<OriginId> origins =
        plan.destinations().stream().map(Destination::origin).collect(Collectors.toSet());
    return new Outcome(
        List.of(
            DesiredObject.of(objects.serviceEntry(), revision.epoch(), origins),
            DesiredObject.of(objects.destinationRule(), revision.epoch(), Set.of())),
        List.of());
  }
}
