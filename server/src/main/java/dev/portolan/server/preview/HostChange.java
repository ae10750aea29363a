package dev.portolan.server.preview;

import dev.portolan.federation.Destination;
import dev.portolan.federation.HostDecision;
import dev.portolan.federation.HostPlan;
import dev.portolan.registry.Finding;
import dev.portolan.registry.OriginId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What would become of one host in one cluster.
 *
 * @param objects that would be others
 * @param findings what there would be to say that is not said now, sorted
 */
record HostChange(
    OriginId cluster,
    HostDecision before,
    HostDecision after,
    List<ObjectChange> objects,
    List<Finding> findings) {
  HostChange {
    objects = List.copyOf(objects);
    findings = List.copyOf(findings);
  }

  /** Whether anybody would notice. */
  boolean any() {
    return !objects.isEmpty() || !findings.isEmpty();
  }

  int destinationsBefore() {
    return destinations(before).size();
  }

  int destinationsAfter() {
    return destinations(after).size();
  }

  int gained() {
    return without(places(after), places(before));
  }

  int lost() {
    return without(places(before), places(after));
  }

  private static int without(Set<String> some, Set<String> others) {
    some.removeAll(others);
    return some.size();
  }

  private static Set<String> places(HostDecision decision) {
    Set<String> places = new HashSet<>();
    destinations(decision)
        .forEach(each -> places.add(each.origin() + " " + each.address() + " " + each.ports()));
    return places;
  }

  private static List<Destination> destinations(HostDecision decision) {
    return decision instanceof HostPlan plan ? plan.destinations() : List.of();
  }
}
