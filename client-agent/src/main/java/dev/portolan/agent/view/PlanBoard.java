package dev.portolan.agent.view;

import dev.portolan.agent.apply.DesiredHost;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.federation.Destination;
import dev.portolan.federation.HostDecision;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.HostPlanner;
import dev.portolan.federation.TouchedHosts;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistryDelta;
import dev.portolan.registry.Revision;
import dev.portolan.translate.HostObjects;
import dev.portolan.translate.IstioTranslator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decisions on all hosts, kept up to date: a change plans the hosts that it touches and no
 * others. Not thread-safe: the view loop owns it.
 */
final class PlanBoard {
  private static final Logger log = LoggerFactory.getLogger(PlanBoard.class);

  private final SortedMap<HostKey, HostDecision> decisions = new TreeMap<>();
  private final SortedMap<HostKey, Finding> failures = new TreeMap<>();

  /** Plans every host of a view anew. */
  List<DesiredHost> planAll(ClusterView view) {
    SortedSet<HostKey> all = new TreeSet<>(view.merged().hosts());
    all.addAll(decisions.keySet());
    return plan(view, all);
  }

  /** Plans the hosts that differ between two views. */
  List<DesiredHost> planChange(ClusterView before, ClusterView after) {
    if (!after.doubtsAs(before)) {
      // Hosts that were kept because of a doubt must be looked at again; no delta names them.
      return planAll(after);
    }
    SortedSet<HostKey> touched =
        new TreeSet<>(
            TouchedHosts.of(
                RegistryDelta.between(before.merged(), after.merged()),
                after.merged(),
                after.self()));
    touched.addAll(TouchedHosts.in(namespacesThatDiffer(before, after), after.merged()));
    return plan(after, touched);
  }

  /** Hosts that have objects. */
  int plannedHosts() {
    return (int) decisions.values().stream().filter(HostPlan.class::isInstance).count();
  }

  List<Finding> findings() {
    return Stream.concat(
            failures.values().stream(),
            decisions.values().stream().flatMap(decision -> decision.findings().stream()))
        .toList();
  }

  private List<DesiredHost> plan(ClusterView view, Collection<HostKey> hosts) {
    List<DesiredHost> desired = new ArrayList<>();
    for (HostKey host : hosts) {
      try {
        HostDecision decision =
            HostPlanner.plan(view.merged(), view.self(), view.local().namespaces(), host);
        desired.add(new DesiredHost(host, objects(decision, view), view.uncertain(), view.heard()));
        note(host, decision, view);
      } catch (RuntimeException e) {
        // One host must not stop the others, and its objects are better old than gone.
        log.error("bug: planning {} failed; its objects stay as they are", host, e);
        failures.put(host, failure(host, e));
      }
    }
    return desired;
  }

  private void note(HostKey host, HostDecision decision, ClusterView view) {
    failures.remove(host);
    // While something is kept because of a doubt, its host is looked at again when the doubt ends.
    boolean doubtful = !view.heard() || !view.uncertain().isEmpty();
    if (decision instanceof HostPlan || !decision.findings().isEmpty() || doubtful) {
      decisions.put(host, decision);
    } else {
      decisions.remove(host);
    }
  }

  private static List<DesiredObject> objects(HostDecision decision, ClusterView view) {
    if (!(decision instanceof HostPlan plan)) {
      return List.of();
    }
    Revision revision = view.merged().revision();
    HostObjects objects = IstioTranslator.translate(plan, revision);
    Set<OriginId> origins =
        plan.destinations().stream().map(Destination::origin).collect(Collectors.toSet());
    return List.of(
        DesiredObject.of(objects.serviceEntry(), revision.epoch(), origins),
        DesiredObject.of(objects.destinationRule(), revision.epoch(), Set.of()));
  }

  private static Set<String> namespacesThatDiffer(ClusterView before, ClusterView after) {
    Set<String> differ = new HashSet<>(before.local().namespaces());
    differ.removeAll(after.local().namespaces());
    Set<String> appeared = new HashSet<>(after.local().namespaces());
    appeared.removeAll(before.local().namespaces());
    differ.addAll(appeared);
    return differ;
  }

  private static Finding failure(HostKey host, RuntimeException bug) {
    return new Finding(
        FindingCode.PLAN_FAILED,
        "host/" + host,
        "planning failed by a fault of the agent (%s); the host's objects stay as they are. Please report it"
            .formatted(bug));
  }
}
